import type { Instant } from '../time';
import { BUCKET_OF_STATE, BUCKETS } from './buckets';
import type { Priority } from './priority';
import type { AlarmState } from './state';

/** What of an alarm decides its place in the list. */
export interface Listed {
  id: number;
  state: AlarmState;
  priority: Priority;
  raisedAt: Instant;
}

/** What is over comes last. */
const placeOf = ({ state }: Listed): number => BUCKET_OF_STATE[state] || BUCKETS['out-of-service'] + 1;

/**
 * The list's own order, the same in the database, on the wire and on screen: what nobody has acknowledged
 * before what somebody has, then the worst, then the newest.
 */
export const compareAlarms = (a: Listed, b: Listed): number =>
  placeOf(a) - placeOf(b) || a.priority - b.priority || b.raisedAt - a.raisedAt || b.id - a.id;
