import { RUNS } from '../links';
import type { QueryValue } from '$lib/live/api';
import type { RunView } from '$lib/protocol/runs';

export const RUN_STATES = { open: 'Under way', over: 'Over', all: 'All' } as const;
type RunStateName = keyof typeof RUN_STATES;

const FREE = ['playbook', 'incident', 'gateway', 'mode', 'cursor'] as const;

/** What the list of runs is narrowed to, all of it in the address; '' is any. */
export type RunFilter = { state: RunStateName } & Record<(typeof FREE)[number], string>;

export function runFilterOf(query: URLSearchParams): RunFilter {
  const state = query.get('state') ?? '';
  const free = FREE.map((name) => [name, (query.get(name) ?? '').replaceAll('\0', '').slice(0, 400)]);
  return {
    ...(Object.fromEntries(free) as Record<(typeof FREE)[number], string>),
    state: Object.hasOwn(RUN_STATES, state) ? (state as RunStateName) : 'open',
  };
}

/** The filter as an address of the page; what is as it would be anyhow is left out. */
export function runQuery(filter: RunFilter, change: Partial<RunFilter> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, cursor: '', ...change })) {
    if (value !== '' && !(name === 'state' && value === 'open')) query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? RUNS : `${RUNS}?${text}`;
}

export const runApiQuery = (filter: RunFilter): Record<string, QueryValue> => ({ ...filter });

/** Whether a run that the stream tells of belongs to the list. */
export function fitsRun(run: RunView, filter: RunFilter): boolean {
  const is = (wanted: string, value: string | number | null): boolean =>
    wanted === '' || wanted === String(value ?? '');
  return (
    (filter.state === 'all' || (run.endedAt === null) === (filter.state === 'open')) &&
    is(filter.playbook, run.playbook) &&
    is(filter.mode, run.mode) &&
    is(filter.incident, run.incident) &&
    is(filter.gateway, run.gateway)
  );
}

export const newestRunFirst = (a: RunView, b: RunView): number => b.id - a.id;
