import { can } from '$lib/domain/access/can';
import type { Actor } from '$lib/domain/access/roles';
import type { StepFacts, Subject } from '$lib/domain/access/subject';
import type { Effect } from '$lib/domain/playbooks/effect';
import type { RunStepView, RunView } from '$lib/protocol/runs';

/** Label of playbooks that operators may start and whose manual steps they may complete. */
export const OPERATORS_LABEL = 'for-operators';

/** What a person may do to a run where it stands; the server decides again. */
export interface RunRights {
  complete: boolean;
  resolve: boolean;
  /** Pause, go on, cancel. */
  steer: boolean;
  note: boolean;
}

/** @param place where the run acts, by the plant file */
export function runRights(actor: Actor, run: RunView, place: Subject, forOperators: boolean): RunRights {
  const subject: Subject =
    place.kind === 'zone' ? { ...place, forOperators: forOperators || run.mode === 'drill' } : place;
  const complete = can(actor, 'step.complete', subject).allowed;
  const steer = can(actor, 'run.cancel', subject).allowed;
  return {
    complete,
    resolve: can(actor, 'run.resolve-unknown', subject).allowed,
    steer,
    note: complete || steer,
  };
}

const APPROVED_AS: Readonly<Record<Effect, StepFacts['effect']>> = {
  none: 'reversible',
  'read-only': 'reversible',
  reversible: 'reversible',
  disruptive: 'disruptive',
  irreversible: 'disruptive',
  'safety-relevant': 'disruptive',
};

/** Whether this person is among those whom a step's approval is asked of. */
export function mayApprove(
  actor: Actor,
  { requestedBy }: RunView,
  { approval, effect }: RunStepView,
  place: Subject,
): boolean {
  if (approval === null || place.kind !== 'zone') return false;
  if (approval.given.some(({ by }) => by === actor.id)) return false;
  const step = { effect: APPROVED_AS[effect], requestedBy };
  return can(actor, 'step.approve', { ...place, step }).allowed;
}
