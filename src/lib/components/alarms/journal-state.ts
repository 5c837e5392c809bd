import { TRANSITIONS, type Transition } from '$lib/domain/alarms/journal';
import { PRIORITIES, type Priority } from '$lib/domain/alarms/priority';
import { DAY_MS, HOUR_MS } from '$lib/domain/time';

/** How far back the journal is read. */
export const SPANS = {
  '1h': HOUR_MS,
  '8h': 8 * HOUR_MS,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  all: undefined,
} as const;
export type Span = keyof typeof SPANS;

/** What of the journal is shown; all of it stands in the address. */
export interface JournalState {
  span: Span;
  what: Transition | '';
  priority: Priority | undefined;
  site: string;
  zone: string;
  gateway: string;
  drive: string;
  definition: string;
  by: string;
  alarm: string;
}

const WORDS = ['site', 'zone', 'gateway', 'drive', 'definition', 'by', 'alarm'] as const;

export function journalStateOf(params: URLSearchParams): JournalState {
  const word = (name: string) => (params.get(name) ?? '').slice(0, 100);
  const span = params.get('span') ?? '';
  return {
    span: span in SPANS ? (span as Span) : '24h',
    what: TRANSITIONS.find((one) => one === params.get('what')) ?? '',
    priority: PRIORITIES.find((one) => String(one) === params.get('priority')),
    site: word('site'),
    zone: word('zone'),
    gateway: word('gateway'),
    drive: word('drive'),
    definition: word('definition'),
    by: word('by'),
    alarm: word('alarm'),
  };
}

/** What the API is asked, as seen from that moment. */
export function journalQuery(state: JournalState, now: number): Record<string, string | number> {
  const span = SPANS[state.span];
  const query: Record<string, string | number> = {
    from: span === undefined ? '' : new Date(now - span).toISOString(),
    what: state.what,
    priority: state.priority ?? '',
  };
  for (const name of WORDS) query[name] = state[name];
  return query;
}
