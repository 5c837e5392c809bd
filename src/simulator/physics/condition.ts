import type { Family } from '../../lib/domain/plant/families';
import { locks, type Cause } from './causes';

/**
 * What a drive's own logic knows of itself. One machine for every family; words differ, this does not.
 *
 *   ready <-> running --fault--> tripped --person at the drive--> ready
 *                \--STO opened--> safe (tripped by 'sto' where the family trips on it) --closed, reset--> ready
 */
export interface Condition {
  trip: { cause: Cause; locked: boolean } | undefined;
  warnings: ReadonlySet<Cause>;
  /** The safe-torque-off circuit is open. The hardware holds the output off whatever the logic thinks. */
  stoOpen: boolean;
  /** Hand operation at the drive: the fieldbus cannot control it. */
  local: boolean;
  /** The gateway reads zeros: the option card lost the drive. The drive itself goes on. */
  linkLost: boolean;
}

export const SOUND: Condition = {
  trip: undefined,
  warnings: new Set(),
  stoOpen: false,
  local: false,
  linkLost: false,
};

/** Whether the output may be switched on. */
export const mayRun = (condition: Condition): boolean => condition.trip === undefined && !condition.stoOpen;

/** A fault trips once: the first cause is kept until somebody resets it. */
export function trip(condition: Condition, family: Family, cause: Cause): Condition {
  if (condition.trip !== undefined) return condition;
  return { ...condition, trip: { cause, locked: locks(family, cause) } };
}

export function warn(condition: Condition, cause: Cause, active: boolean): Condition {
  if (condition.warnings.has(cause) === active) return condition;
  const warnings = new Set(condition.warnings);
  if (active) warnings.add(cause);
  else warnings.delete(cause);
  return { ...condition, warnings };
}

/** Opens or closes the safety circuit; an open one shows as a trip of cause `sto`. */
export function setSto(condition: Condition, family: Family, open: boolean): Condition {
  const next = { ...condition, stoOpen: open };
  return open ? trip(next, family, 'sto') : next;
}

export type ResetOutcome = 'reset' | 'power-cycled' | 'nothing-to-reset' | 'cause-present';

/**
 * A person at the drive presses reset, or switches mains off and on where the trip is locked. A safety
 * circuit that is still open keeps the drive where it is.
 */
export function reset(condition: Condition): { condition: Condition; outcome: ResetOutcome } {
  if (condition.trip === undefined) return { condition, outcome: 'nothing-to-reset' };
  if (condition.stoOpen) return { condition, outcome: 'cause-present' };
  return {
    condition: { ...condition, trip: undefined },
    outcome: condition.trip.locked ? 'power-cycled' : 'reset',
  };
}
