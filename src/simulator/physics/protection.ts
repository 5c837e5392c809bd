import type { Family } from '../../lib/domain/plant/families';
import type { Cause } from './causes';
import { trip, warn, type Condition } from './condition';
import type { Heat } from './thermal';

/** When a drive's own thermal protection warns, stops warning, and trips (reference: drives, section 2). */
interface Threshold {
  cause: Cause;
  value(heat: Heat): number;
  warn: number;
  /** Below this the warning ends and a trip may be reset. */
  calm: number;
  trip: number;
}

const THRESHOLDS = [
  { cause: 'motor-overload', value: (h) => h.motorPct, warn: 90, calm: 86, trip: 100 },
  { cause: 'inverter-overload', value: (h) => h.inverterPct, warn: 98, calm: 90, trip: 100 },
  { cause: 'electronics-temperature', value: (h) => h.heatsinkC, warn: 85, calm: 80, trip: 90 },
  { cause: 'electronics-temperature', value: (h) => h.controlCardC, warn: 75, calm: 70, trip: 82 },
] as const satisfies readonly Threshold[];

/** Judges the temperatures once: raises and ends warnings, trips at the limit. */
export function protect(condition: Condition, family: Family, heat: Heat): Condition {
  let next = condition;
  for (const cause of ['motor-overload', 'inverter-overload', 'electronics-temperature'] as const) {
    const guards = THRESHOLDS.filter((guard) => guard.cause === cause);
    if (guards.some((guard) => guard.value(heat) >= guard.trip)) next = trip(next, family, cause);
    if (guards.some((guard) => guard.value(heat) >= guard.warn)) next = warn(next, cause, true);
    else if (guards.every((guard) => guard.value(heat) < guard.calm)) next = warn(next, cause, false);
  }
  return next;
}

/** Whether a cause is still there, so that a reset would be refused by the drive. */
export const stillPresent = (cause: Cause, heat: Heat): boolean =>
  THRESHOLDS.some((guard) => guard.cause === cause && guard.value(heat) >= guard.calm);
