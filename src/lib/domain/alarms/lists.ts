import type { Instant } from '../time';

/** Alarms that are there, those that somebody or something withholds, and those that were. */
export const ALARM_LISTS = ['open', 'shelved', 'suppressed', 'out-of-service', 'closed'] as const;
export type AlarmListName = (typeof ALARM_LISTS)[number];

/** The place of an alarm in a list's own order, by which the next page begins. */
export interface PlaceInList {
  bucket: number;
  priority: number;
  raisedAt: Instant;
  id: number;
}
