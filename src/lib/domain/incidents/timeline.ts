import type { Instant } from '../time';
import type { IncidentEntry } from './entry';

/** An alarm or event as a timeline needs it. */
interface Happening {
  /** When we heard of it. */
  receivedAt: Instant;
  /** As the device says, corrected by what is known of its clock; null when it said nothing. */
  sourceTime: Instant | null;
  /** How far that may be off, in ms; null when that is not known. */
  clockUncertaintyMs: number | null;
}

/** One line of the timeline: when it was, as well as that is known, and whether it may have been before the last. */
export interface TimelineItem<T> {
  /** Device time where there is one, else when we heard of it. */
  at: Instant;
  receivedAt: Instant;
  isDeviceTime: boolean;
  uncertaintyMs: number;
  /** Its place before or after the line above is not sure: the clocks are not known that well. */
  isOrderUncertain: boolean;
  item: T;
}

/** Of times that a device states without saying how well its clock goes. */
const UNKNOWN_CLOCK_MS = 1_000;

/**
 * Entries of an incident, its alarms and its events on one axis, oldest first (reference: incidents, 4.6;
 * alarms, 7.2). Never ordered by arrival where the device said when it was.
 */
export function timeline<T>(items: readonly T[], timeOf: (item: T) => Happening): TimelineItem<T>[] {
  const placed = items.map((item) => {
    const { receivedAt, sourceTime, clockUncertaintyMs } = timeOf(item);
    const isDeviceTime = sourceTime !== null;
    return {
      at: sourceTime ?? receivedAt,
      receivedAt,
      isDeviceTime,
      uncertaintyMs: isDeviceTime ? (clockUncertaintyMs ?? UNKNOWN_CLOCK_MS) : 0,
      item,
    };
  });
  placed.sort((a, b) => a.at - b.at || a.receivedAt - b.receivedAt);
  return placed.map((line, i) => {
    const before = placed[i - 1];
    const reach = before === undefined ? 0 : before.uncertaintyMs + line.uncertaintyMs;
    return { ...line, isOrderUncertain: before !== undefined && line.at - before.at < reach };
  });
}

/** When an entry was: what people and the program did by our own clock, links by what they link. */
export const timeOfEntry = ({ at, sourceTime, clockUncertaintyMs }: IncidentEntry): Happening => ({
  receivedAt: at,
  sourceTime,
  clockUncertaintyMs,
});
