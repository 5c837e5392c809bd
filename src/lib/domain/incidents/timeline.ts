import { MINUTE_MS, type Instant } from '../time';

/** An alarm, event or entry as a timeline needs it. */
export interface Happening {
  /** When we heard of it. */
  receivedAt: Instant;
  /** As the device says, corrected by what is known of its clock; null when it said nothing. */
  sourceTime: Instant | null;
  /** How far that may be off, in ms; null when that is not known. */
  clockUncertaintyMs: number | null;
  /** Whose clock `sourceTime` is by: times of one clock are in order, whatever it is off. */
  clock: string;
}

/** When something was, as well as that is known, and whether its place in the order is sure. */
export interface Placed<T> {
  /** Device time where it is known how far that may be off, else when we heard of it. */
  at: Instant;
  receivedAt: Instant;
  isDeviceTime: boolean;
  /** How far `at` may be off, in ms; 0 for our own clock. */
  uncertaintyMs: number;
  /** Something of another clock lies so close that nobody can say which came first. */
  isOrderUncertain: boolean;
  item: T;
}

/** A clock that may be off by more than this says nothing about an order. */
const MOST_UNCERTAIN_MS = MINUTE_MS;
export const OUR_CLOCK = '';

/**
 * Entries of an incident, its alarms and its events on one axis, oldest first (reference: incidents, 4.6;
 * alarms, 7.2): by device time, not by arrival, wherever that can be relied on.
 */
export function timeline<T>(items: readonly T[], timeOf: (item: T) => Happening): Placed<T>[] {
  const placed = items
    .map((item) => place(item, timeOf(item)))
    .sort((a, b) => a.at - b.at || a.receivedAt - b.receivedAt);
  return placed.map(({ clock: _, ...line }, i) => ({
    ...line,
    isOrderUncertain: isOrderUncertain(placed, i),
  }));
}

type Draft<T> = Omit<Placed<T>, 'isOrderUncertain'> & { clock: string };

function place<T>(item: T, { receivedAt, sourceTime, clockUncertaintyMs, clock }: Happening): Draft<T> {
  const isKnown =
    sourceTime !== null && clockUncertaintyMs !== null && clockUncertaintyMs <= MOST_UNCERTAIN_MS;
  return isKnown
    ? { at: sourceTime, receivedAt, isDeviceTime: true, uncertaintyMs: clockUncertaintyMs, clock, item }
    : { at: receivedAt, receivedAt, isDeviceTime: false, uncertaintyMs: 0, clock: OUR_CLOCK, item };
}

/** Looks both ways as far as two clocks can be off together; a neighbour of the same clock hides nobody behind it. */
function isOrderUncertain<T>(sorted: readonly Draft<T>[], i: number): boolean {
  const one = sorted[i];
  if (one === undefined) return false;
  for (const step of [-1, 1]) {
    for (let j = i + step; ; j += step) {
      const other = sorted[j];
      const apartMs = other === undefined ? Infinity : Math.abs(other.at - one.at);
      if (other === undefined || apartMs >= 2 * MOST_UNCERTAIN_MS) break;
      if (other.clock !== one.clock && apartMs < other.uncertaintyMs + one.uncertaintyMs) return true;
    }
  }
  return false;
}
