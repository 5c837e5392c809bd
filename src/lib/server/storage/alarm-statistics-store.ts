import { BUCKETS } from '../../domain/alarms/buckets';
import { FLEETING_MS, FLEETING_REST_MS, STALE_ALARM_MS } from '../../domain/alarms/noise';
import { MINUTE_MS, type Instant } from '../../domain/time';
import type { Tx } from './database';

/** Annunciations are counted in fixed tens of minutes of UTC. */
export const BUCKET_MS = 10 * MINUTE_MS;

export interface AlarmStatistics {
  /** Annunciations per ten minutes, oldest first; also those in which there were none. */
  buckets: { at: Instant; count: number }[];
  /** Active now, annunciated or not. */
  standing: number;
  /** Alarms that came three times within a minute, since the first bucket. */
  chattering: number;
  /** Occurrences that were gone within ten seconds and did not come back within a minute. */
  fleeting: number;
  /** Annunciated without a break for more than a day. */
  stale: number;
  /** Shelved, suppressed and out of service now: to be shown beside the rate. */
  withheld: number;
}

const iso = (at: Instant): string => new Date(at).toISOString();

/** What the noise was, over the last `spanMs` until now, in these zones ('' is the zone of what has none). */
export async function readStatistics(
  tx: Tx,
  zones: readonly string[],
  spanMs: number,
  now: Instant,
): Promise<AlarmStatistics> {
  const end = Math.floor(now / BUCKET_MS) * BUCKET_MS;
  const first = end - Math.ceil(spanMs / BUCKET_MS) * BUCKET_MS + BUCKET_MS;
  const counted = await tx.client.query<{ bucket: number; n: number }>(
    `select floor(extract(epoch from at) * 1000 / ${BUCKET_MS})::bigint * ${BUCKET_MS} as bucket, count(*)::integer as n
     from alarm_annunciation where at >= $2 and at <= $3 and zone = any($1::text[]) group by bucket`,
    [zones, iso(first), iso(now)],
  );
  const counts = new Map(counted.rows.map(({ bucket, n }) => [bucket, n]));
  const standing = await tx.client.query<{ standing: number; stale: number; withheld: number }>(
    `select count(*) filter (where active)::integer as standing,
       count(*) filter (where active and bucket < ${BUCKETS.shelved} and raised_at < $2)::integer as stale,
       count(*) filter (where bucket >= ${BUCKETS.shelved})::integer as withheld
     from alarm_occurrence where bucket > 0 and zone = any($1::text[])`,
    [zones, iso(now - STALE_ALARM_MS)],
  );
  const noise = await tx.client.query<{ chattering: number; fleeting: number }>(
    `select count(distinct point) filter (where chattering)::integer as chattering,
       count(*) filter (
         where returned_at < raised_at + interval '${FLEETING_MS} milliseconds'
           and (next_at is null or next_at > returned_at + interval '${FLEETING_REST_MS} milliseconds')
       )::integer as fleeting
     from (
       select point, chattering, raised_at, returned_at,
         lead(raised_at) over (partition by point order by id) as next_at
       from alarm_occurrence where raised_at >= $2 and zone = any($1::text[])) recent`,
    [zones, iso(first)],
  );
  const buckets = [];
  for (let at = first; at <= end; at += BUCKET_MS) buckets.push({ at, count: counts.get(at) ?? 0 });
  return { buckets, ...one(standing.rows), ...one(noise.rows) };
}

function one<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('a count gave no row');
  return row;
}
