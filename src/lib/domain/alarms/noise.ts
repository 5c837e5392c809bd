import { DAY_MS, MINUTE_MS, SECOND_MS, type Instant } from '../time';

/** Activations within a minute that make an alarm chatter (reference: alarms, 4). */
export const CHATTER_COUNT = 3;
export const CHATTER_WINDOW_MS = MINUTE_MS;
/** Shorter than this and not again within a minute: fleeting. */
export const FLEETING_MS = 10 * SECOND_MS;
export const FLEETING_REST_MS = MINUTE_MS;
/** Annunciated without a break for longer than this: stale. */
export const STALE_ALARM_MS = DAY_MS;

/** The activations to remember after one more: as many as decide about chattering, oldest first. */
export const withActivation = (recent: readonly Instant[], at: Instant): Instant[] =>
  [...recent, at].slice(-CHATTER_COUNT);

/** Whether the last activations lie so close together that the alarm chatters. */
export function isChattering(recent: readonly Instant[]): boolean {
  const [first] = recent.slice(-CHATTER_COUNT);
  const last = recent.at(-1);
  if (recent.length < CHATTER_COUNT || first === undefined || last === undefined) return false;
  return last - first <= CHATTER_WINDOW_MS;
}

/** @param nextRaisedAt when the same alarm came again; `undefined` when it has not yet */
export function isFleeting(
  raisedAt: Instant,
  returnedAt: Instant | undefined,
  nextRaisedAt: Instant | undefined,
): boolean {
  if (returnedAt === undefined || returnedAt - raisedAt >= FLEETING_MS) return false;
  return nextRaisedAt === undefined || nextRaisedAt - returnedAt > FLEETING_REST_MS;
}

export const isStaleAlarm = (raisedAt: Instant, isActive: boolean, now: Instant): boolean =>
  isActive && now - raisedAt > STALE_ALARM_MS;
