import { HOUR_MS, MINUTE_MS } from '../time';
import type { Priority } from './priority';

/** Longest time on the shelf, by priority (reference: alarms, 6); a shift is eight hours. */
export const LONGEST_SHELF_MS = {
  1: HOUR_MS,
  2: 4 * HOUR_MS,
  3: 8 * HOUR_MS,
  4: 24 * HOUR_MS,
} as const satisfies Record<Priority, number>;

/** How many alarms one act may shelve, and acknowledge (D11). */
export const MOST_SHELVED_AT_ONCE = 20;
export const MOST_ACKNOWLEDGED_AT_ONCE = 100;

/** How long the asking of one person waits for the second. */
export const SECOND_PERSON_WITHIN_MS = 15 * MINUTE_MS;

/** Whether a second person has to shelve it too. */
export const needsSecondPerson = (priority: Priority, isHighlyManaged: boolean): boolean =>
  priority === 1 || isHighlyManaged;

/**
 * Whether an alarm has become worse than what its shelf was granted for: the cap, and how many persons it took,
 * were those of a lower priority.
 *
 * @param granted priority of the alarm when it was shelved
 */
export const outgrows = (priority: Priority, granted: Priority): boolean => priority < granted;

/** Whether an act upon several alarms may hold one of this priority: the highest is handled one by one (D11). */
export const allowedInBulk = (priority: Priority): boolean => priority !== 1;

/**
 * How long an alarm is shelved for, in ms. A one-shot shelf without a time lasts as long as is allowed, unless
 * its episode ends before. `too-long` when more is asked for than the priority's cap.
 */
export function shelfMs(
  priority: Priority,
  mode: 'timed' | 'one-shot',
  minutes: number | undefined,
): number | 'too-long' {
  const longest = LONGEST_SHELF_MS[priority];
  if (minutes === undefined) return mode === 'one-shot' ? longest : 'too-long';
  return minutes * MINUTE_MS > longest ? 'too-long' : minutes * MINUTE_MS;
}
