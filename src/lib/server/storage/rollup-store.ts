import { HOUR_MS, MINUTE_MS, type Instant } from '../../domain/time';
import type { Database, Tx } from './database';
import { soleSummariser } from './locks';
import { bucketOf, storeSummaries, SUMMARY_OF_SAMPLES, SUMMARY_OF_SUMMARIES } from './summary-sql';

/** So many take a moment; who reads or writes samples meanwhile is not held up. */
const MINUTES_PER_ROUND = 500;
const HOURS_PER_ROUND = 500;

const SUMMARISE_MINUTES = `
  with claimed as materialized (select * from unnest($1::integer[], $2::bigint[]) as c (key, minute_ms)),
  ten as materialized (
    select c.key, t.* from claimed c cross join lateral (
      select ${bucketOf('s.source_ms', 10_000)} as bucket_ms,
      ${SUMMARY_OF_SAMPLES}
      from sample s
      where s.key = c.key and s.source_ms >= c.minute_ms and s.source_ms < c.minute_ms + ${MINUTE_MS}
        and s.source_ms >= $3 and s.source_ms < $4
      group by 1) as t),
  one as (
    select r.key, ${bucketOf('r.bucket_ms', MINUTE_MS)} as bucket_ms,
    ${SUMMARY_OF_SUMMARIES}
    from ten r group by 1, 2),
  stored_ten as (${storeSummaries('rollup_10s', 'ten')}),
  stored_one as (${storeSummaries('rollup_1m', 'one')})
  insert into rollup_dirty_hour (key, hour_ms)
  select distinct key, ${bucketOf('minute_ms', HOUR_MS)} from claimed
  on conflict do nothing`;

/**
 * Summarises some hundred claimed minutes from their samples, whole, and releases them: all or
 * nothing, so that a crash leaves them claimed. Returns how many were done; 0 when nothing is claimed.
 */
export async function summariseClaimedMinutes(db: Database): Promise<number> {
  return db.transaction(async (tx) => {
    await soleSummariser(tx);
    const { rows: claimed } = await tx.client.query<{ key: number; minute_ms: number }>(
      'select key, minute_ms from rollup_claim order by minute_ms, key limit $1',
      [MINUTES_PER_ROUND],
    );
    if (claimed.length === 0) return 0;
    const floor = await rawFloor(tx);
    // Before the floor the samples are gone: what came late alone must not replace the whole's summary.
    const whole = claimed.filter((claim) => claim.minute_ms >= floor);
    const first = whole[0];
    const last = whole.at(-1);
    if (first !== undefined && last !== undefined) {
      await tx.client.query(SUMMARISE_MINUTES, [
        whole.map((claim) => claim.key),
        whole.map((claim) => claim.minute_ms),
        first.minute_ms,
        last.minute_ms + MINUTE_MS,
      ]);
    }
    await tx.client.query(
      `delete from rollup_claim c using unnest($1::integer[], $2::bigint[]) as d (key, minute_ms)
       where c.key = d.key and c.minute_ms = d.minute_ms`,
      [claimed.map((claim) => claim.key), claimed.map((claim) => claim.minute_ms)],
    );
    return claimed.length;
  });
}

const SUMMARISE_HOURS = `
  with due as materialized (
    delete from rollup_dirty_hour where ctid = any (array(
      select ctid from rollup_dirty_hour where hour_ms <= $1 order by hour_ms limit $2))
    returning key, hour_ms),
  whole as (
    select r.key, d.hour_ms as bucket_ms,
    ${SUMMARY_OF_SUMMARIES}
    from due d
    join rollup_1m r on r.key = d.key and r.bucket_ms >= d.hour_ms and r.bucket_ms < d.hour_ms + ${HOUR_MS}
    group by 1, 2),
  stored as (${storeSummaries('rollup_1h', 'whole')})
  select count(*)::integer as done from due`;

/** Summarises hours that ended before `closedBefore` from their minutes. Returns how many were done. */
export async function summariseHours(db: Database, closedBefore: Instant): Promise<number> {
  return db.transaction(async (tx) => {
    await soleSummariser(tx);
    await tx.client.query(`set local enable_hashjoin = off; set local enable_mergejoin = off`);
    const { rows } = await tx.client.query<{ done: number }>(SUMMARISE_HOURS, [
      closedBefore - HOUR_MS,
      HOURS_PER_ROUND,
    ]);
    return rows[0]?.done ?? 0;
  });
}

/** Samples before this time are gone, or about to be. */
export async function rawFloor(tx: Tx): Promise<Instant> {
  const { rows } = await tx.client.query<{ raw_ms: number }>('select raw_ms from retention_floor');
  return rows[0]?.raw_ms ?? Number.MIN_SAFE_INTEGER;
}
