import { DAY_MS, SECOND_MS, type Instant } from '../time';
import type { ClockReading } from './clock-offset';

/** Before this no clock of a gateway that talks to us can have been right; unset clocks start at 1970 or 2000. */
const EARLIEST_BELIEVABLE: Instant = Date.UTC(2015, 0, 1);
/** Further ahead of its own clock than this, a time is a mistake; a clock further off than this is not set. */
const MAX_AHEAD_MS = DAY_MS;

/** Offsets up to this may be nothing but the delay of the line. */
const AGREES_MS = 2 * SECOND_MS;

/** When a message was really made, as far as it can be known. */
export interface Arrival {
  /** Device time when it may be believed; what the record is kept under. Else the record has the receive time. */
  sourceTime: Instant | undefined;
  /** The moment it was made, by our clock; never after it was received. Order and age are judged by it. */
  measuredAt: Instant;
  /**
   * The moment to count latency from. A clock that agrees with ours within what delay could explain is taken
   * as right here, so that the line's own delay is not mistaken for a clock that is behind.
   */
  publishedAt: Instant;
  /** Clock epoch of `sourceTime`: within one, device times compare exactly. */
  epoch: number;
}

/**
 * Judges a stated device time against the gateway's measured clock (D9). A time in 1969 or more than a day
 * ahead of that clock is not believed; nor is any time of a clock that is more than a day off. With such a
 * clock the stated time still tells how old a message is.
 */
export function judgeArrival(
  stated: Instant | undefined,
  receivedAt: Instant,
  clock: ClockReading | undefined,
): Arrival {
  const epoch = clock?.epoch ?? 0;
  const unknown: Arrival = { sourceTime: undefined, measuredAt: receivedAt, publishedAt: receivedAt, epoch };
  if (stated === undefined) return unknown;
  const offset = clock?.offsetMs ?? 0;
  const corrected = Math.min(stated - offset, receivedAt);
  const isSet = Math.abs(offset) <= MAX_AHEAD_MS;
  if (isSet && isBelievable(stated, receivedAt + offset)) {
    const publishedAt = Math.abs(offset) <= AGREES_MS ? Math.min(stated, receivedAt) : corrected;
    return { sourceTime: stated, measuredAt: corrected, publishedAt, epoch };
  }
  if (isSet || stated - offset < EARLIEST_BELIEVABLE) return unknown;
  return { ...unknown, measuredAt: corrected, publishedAt: corrected };
}

const isBelievable = (stated: Instant, deviceNow: Instant): boolean =>
  stated >= EARLIEST_BELIEVABLE && stated <= deviceNow + MAX_AHEAD_MS;
