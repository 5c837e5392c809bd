import { CALM, debounced, type Delays, type Reading } from '../../../domain/alarms/debounce';
import type { Instant } from '../../../domain/time';
import type { DriveWatch } from './drive-watch';
import type { Slot } from './slots';

/**
 * Takes in what a source says of one condition of a drive. True when something else is to be told of it now.
 * A condition at rest costs nothing.
 *
 * @param sourceTime device time of the sample that says so; NaN where none is known
 */
export function step(
  watch: DriveWatch,
  slot: Slot,
  reading: Reading,
  now: Instant,
  sourceTime: number,
  delays: Delays = slot.delays,
): boolean {
  const { conditions } = watch;
  const known = conditions.size === 0 ? undefined : conditions.get(slot.index);
  if (known === undefined) {
    if (reading !== 'active') return false;
    const debounce = debounced(CALM, reading, delays, now);
    conditions.set(slot.index, { debounce, sourceTime, text: '', toldAt: -Infinity });
    return debounce.told !== 'normal';
  }
  const before = known.debounce;
  const after = debounced(before, reading, delays, now);
  if (after === before) return false;
  if (after.told === 'normal' && after.towards === undefined) conditions.delete(slot.index);
  else {
    // Its beginning is that of the run of samples that led to what is told.
    if (after.towards !== undefined && before.towards === undefined) known.sourceTime = sourceTime;
    known.debounce = after;
  }
  return after.told !== before.told;
}
