import type { Instant } from '../time';
import type { Arrival } from './arrival';

/**
 * Whether something that was made at `arrival` is newer than what is known. Device times of one clock epoch
 * compare exactly; otherwise the moments by our clock do. The same instant twice is a repetition and renews
 * nothing, except without a device time, where only arrival tells an order.
 *
 * @param knownSource device time of what is known, NaN when it has none
 * @param knownMeasured its moment by our clock, NaN when nothing is known
 */
export function isLater(
  arrival: Arrival,
  knownSource: Instant,
  knownMeasured: Instant,
  knownEpoch: number,
): boolean {
  if (Number.isNaN(knownMeasured)) return true;
  if (arrival.sourceTime === undefined) return arrival.measuredAt >= knownMeasured;
  if (!Number.isNaN(knownSource) && knownEpoch === arrival.epoch) return arrival.sourceTime > knownSource;
  return arrival.measuredAt > knownMeasured;
}
