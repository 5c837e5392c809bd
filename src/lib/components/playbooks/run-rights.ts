import type { Action } from '$lib/domain/access/actions';
import { can } from '$lib/domain/access/can';
import type { Actor } from '$lib/domain/access/roles';
import type { Subject } from '$lib/domain/access/subject';
import type { RunStepView, RunView } from '$lib/protocol/runs';

/** Label of playbooks that operators may start and whose manual steps they may complete. */
export const OPERATORS_LABEL = 'for-operators';

/** What a person may do to a run where it stands; the server decides again. */
export interface RunRights {
  complete: boolean;
  resolve: boolean;
  /** Pause, go on, write notes. */
  hold: boolean;
  cancel: boolean;
}

/** @param place where the run acts, by the plant file */
export function runRights(actor: Actor, run: RunView, place: Subject, forOperators: boolean): RunRights {
  const subject: Subject =
    place.kind === 'zone' ? { ...place, forOperators: forOperators || run.mode === 'drill' } : place;
  const may = (action: Action): boolean => can(actor, action, subject).allowed;
  return {
    complete: may('step.complete'),
    resolve: may('run.resolve-unknown'),
    hold: may('step.complete'),
    cancel: may('run.cancel'),
  };
}

/** By what the action table knows the steps that a role may approve. */
const APPROVED_AS = { responder: 'reversible', 'process-owner': 'disruptive' } as const;

/** Whether this person is among those whom a step's approval is asked of. */
export function mayApprove(
  actor: Actor,
  { requestedBy }: RunView,
  { approval }: RunStepView,
  place: Subject,
): boolean {
  if (approval === null || place.kind !== 'zone') return false;
  if (approval.given.some(({ by }) => by === actor.id)) return false;
  return (Object.keys(APPROVED_AS) as (keyof typeof APPROVED_AS)[])
    .filter((role) => approval.roles.includes(role))
    .some((role) => {
      const step = { effect: APPROVED_AS[role], requestedBy };
      return can(actor, 'step.approve', { ...place, step }).allowed;
    });
}
