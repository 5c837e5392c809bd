import type { Role } from '../../access/roles';
import type { RunStatus } from '../run';
import { isLive } from './run-in-work';
import type { RunState, StepState } from './state';

/** Where a run stands, from its steps. */
export function standing(state: RunState, steps: ReadonlyMap<number, StepState>): { status: RunStatus } {
  if (state.endedAt !== null) return { status: endOf(state) };
  if (state.hold === 'cancel') return { status: 'cancelling' };
  const live = [...steps.values()].filter(isLive);
  if (state.hold === 'pause') {
    return { status: live.some(isExecuted) ? 'pausing' : 'paused' };
  }
  return { status: live.some(needsPerson) ? 'waiting' : 'running' };
}

function endOf({ hold, frames }: RunState): RunStatus {
  if (hold === 'cancel') return 'cancelled';
  return frames[0]?.mishap == null ? 'succeeded' : 'failed';
}

const isExecuted = ({ status, kind }: StepState): boolean => status === 'running' && kind === 'action';

const needsPerson = ({ status }: StepState): boolean =>
  status === 'waiting-approval' || status === 'waiting-person' || status === 'unknown';

/** What a person is to look at first. */
const FIRST: readonly StepState['status'][] = [
  'unknown',
  'waiting-approval',
  'waiting-person',
  'running',
  'ready',
  'delayed',
];

/** The step to look at now: what waits for a person, what runs, and at the end what ended last. */
export function currentOf(steps: ReadonlyMap<number, StepState>): StepState | undefined {
  const all = [...steps.values()];
  const weight = (step: StepState): number => {
    const place = FIRST.indexOf(step.status);
    const isBranching = step.kind !== 'action' && step.kind !== 'start' && step.kind !== 'end';
    return place < 0 ? FIRST.length : isBranching ? FIRST.length - 0.5 : place;
  };
  const live = all.filter(isLive).sort((a, b) => weight(a) - weight(b) || a.number - b.number);
  if (live[0] !== undefined) return live[0];
  return all
    .filter(({ kind, endedAt }) => kind === 'action' && endedAt !== null)
    .sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0) || b.number - a.number)[0];
}

/** Roles whose consent is waited for now. */
export function askedRoles(steps: ReadonlyMap<number, StepState>): Role[] {
  const roles = new Set<Role>();
  for (const { status, approval } of steps.values()) {
    if (status === 'waiting-approval') for (const role of approval?.roles ?? []) roles.add(role);
  }
  return [...roles];
}
