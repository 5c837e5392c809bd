import type { Priority } from './priority';
import { stateBeneath, type AlarmFlags, type AlarmState, type Withheld } from './state';

/**
 * Where an occurrence is counted and listed; 0 is nowhere. The order is the list's: what is new first, what is
 * withheld last. The same is said in SQL by the column `bucket` of `alarm_occurrence`.
 */
export const BUCKETS = {
  none: 0,
  unacknowledged: 1,
  acknowledged: 2,
  returned: 3,
  shelved: 4,
  suppressed: 5,
  'out-of-service': 6,
} as const;
export type Bucket = (typeof BUCKETS)[keyof typeof BUCKETS];

export const BUCKET_OF_STATE = {
  normal: BUCKETS.none,
  unacknowledged: BUCKETS.unacknowledged,
  'latched-unacknowledged': BUCKETS.unacknowledged,
  acknowledged: BUCKETS.acknowledged,
  'latched-acknowledged': BUCKETS.acknowledged,
  returned: BUCKETS.returned,
  shelved: BUCKETS.shelved,
  suppressed: BUCKETS.suppressed,
  'out-of-service': BUCKETS['out-of-service'],
} as const satisfies Record<AlarmState, Bucket>;

export const bucketOf = (
  flags: Pick<AlarmFlags, 'occurrence' | 'active' | 'acked' | 'latched'>,
  withheld: Withheld,
): Bucket => (withheld === 'no' ? BUCKET_OF_STATE[stateBeneath(flags)] : BUCKETS[withheld]);

/** Numbers of a zone: four by priority for each of the first three buckets, one for each of the other three. */
export const COUNT_CELLS = 15;

/** Which of those numbers counts it; `undefined` for what is counted nowhere. */
export function cellOf(bucket: Bucket, priority: Priority): number | undefined {
  if (bucket === BUCKETS.none) return undefined;
  return bucket <= BUCKETS.returned ? (bucket - 1) * 4 + (priority - 1) : 12 + (bucket - BUCKETS.shelved);
}
