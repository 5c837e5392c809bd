import { DAY_MS, MINUTE_MS, type Instant } from '../../domain/time';
import type { Database, Tx } from './database';
import { excludeTelemetryWrites, SHARE_TELEMETRY_WRITES, soleSummariser } from './locks';
import { bucketOf } from './summary-sql';

/**
 * The time up to which samples have been handed over to be summarised. Before it each sample that comes late
 * marks its minute; at or after it samples leave no mark, because all their minutes will be looked for once
 * the frontier has passed them. It moves only while no transaction that writes samples is open, and those
 * read it before they write: so a sample without a mark was committed before the frontier passed it.
 *
 *     summarised, claimed or marked | being found | samples without marks
 *                              claimed_ms       open_ms
 */

/** Marks claimed at once, while writers wait. */
const CLAIM_LIMIT = 5_000;
/** Time claimed at once. Where there is nothing to claim, twice as much is looked through each time. */
const SEARCH_MS = 10 * MINUTE_MS;

/** For a transaction that writes samples, before it does: where the frontier stands until the transaction ends. */
export async function holdFrontier(tx: Tx): Promise<Instant> {
  // One after the other, so that the frontier is read when nobody can move it any more.
  await tx.client.query(SHARE_TELEMETRY_WRITES);
  const { rows } = await tx.client.query<{ open_ms: number }>({
    name: 'read-frontier',
    text: 'select open_ms from rollup_frontier',
  });
  return rows[0]?.open_ms ?? Number.MAX_SAFE_INTEGER;
}

/**
 * Moves the frontier to the minute that contains `closed`, and marked minutes before it from "marked" to
 * "claimed". No transaction that writes samples is open at that moment: whatever left a mark, or none, can be
 * read by now. A clock that was set back leaves the frontier where it is: until it has caught up, all samples
 * come late and leave marks. Returns how many marks went, at most a few thousand.
 */
export async function moveFrontier(db: Database, closed: Instant): Promise<number> {
  const openMs = Math.floor(closed / MINUTE_MS) * MINUTE_MS;
  if (!(await isAnythingToMove(db, openMs))) return 0;
  return db.transaction(async (tx) => {
    // So that nobody is at work on a claim that a mark joins.
    await soleSummariser(tx);
    // A writer that hangs must not make all others queue behind us.
    await tx.client.query(`set local lock_timeout = '2s'`);
    await excludeTelemetryWrites(tx);
    await tx.client.query('update rollup_frontier set open_ms = $1 where open_ms < $1', [openMs]);
    const { rowCount } = await tx.client.query(
      `with taken as (
         delete from rollup_dirty where ctid = any (array(
           select ctid from rollup_dirty where minute_ms < $1 order by minute_ms limit $2))
         returning key, minute_ms)
       insert into rollup_claim (key, minute_ms) select key, minute_ms from taken on conflict do nothing`,
      [openMs, CLAIM_LIMIT],
    );
    return rowCount ?? 0;
  });
}

/** Asked first, because writers wait while it moves. */
async function isAnythingToMove(db: Database, openMs: Instant): Promise<boolean> {
  const { rows } = await db.read(({ client }) =>
    client.query<{ due: boolean }>(
      `select open_ms < $1 or exists (select from rollup_dirty where minute_ms < $1) as due
       from rollup_frontier`,
      [openMs],
    ),
  );
  return rows[0]?.due ?? false;
}

/**
 * Drives and minutes that have samples from $1 (inclusive) to $2 (exclusive), by leaps along the index of
 * samples: from each minute found to the drive's next one, from each drive's last to the next drive. $3 and
 * $4 are the days around that time: they name the partitions, and exclude no row of them, over which a leap
 * would become a walk.
 */
const FOUND = `
  with recursive found (key, at) as (
    select k.key, first.at from (${nextKey('true')}) as k left join lateral (${firstAt('k.key', '$1')}) as first on true
    union all
    select coalesce(k.key, found.key), coalesce(same.at, first.at)
    from found
    left join lateral (${firstAt('found.key', nextMinute('found.at'))}) as same on true
    left join lateral (${nextKey('same.at is null and s.key > found.key')}) as k on true
    left join lateral (${firstAt('k.key', '$1')}) as first on true
    where same.at is not null or k.key is not null)`;

const ANY_FOUND = `${FOUND} select from found where at is not null limit 1`;

const CLAIM_FOUND = `${FOUND}
  insert into rollup_claim (key, minute_ms)
  select key, ${bucketOf('at', MINUTE_MS)} from found where at is not null
  on conflict do nothing`;

function nextMinute(at: string): string {
  return `${bucketOf(at, MINUTE_MS)} + ${MINUTE_MS}`;
}

function nextKey(condition: string): string {
  return `select s.key from sample s
    where ${condition} and s.source_ms >= $3::bigint and s.source_ms < $4::bigint order by s.key limit 1`;
}

function firstAt(key: string, from: string): string {
  return `select s.source_ms as at from sample s
    where s.key = ${key} and s.source_ms >= ${from} and s.source_ms >= $1::bigint and s.source_ms < $2::bigint
    order by s.source_ms limit 1`;
}

/**
 * Claims minutes that have samples, from where finding has come to towards the frontier: those of the first ten
 * minutes that have any. Returns how many; 0 when the frontier is reached. Each step is a transaction of its
 * own, so that a crash leaves nothing out.
 */
export async function claimFoundMinutes(db: Database, signal?: AbortSignal): Promise<number> {
  let widthMs = SEARCH_MS;
  while (signal?.aborted !== true) {
    const step = await claimStretch(db, widthMs);
    if (step === 'at the frontier') return 0;
    if (step === 'too much') widthMs = Math.max(SEARCH_MS, Math.floor(widthMs / 2 / MINUTE_MS) * MINUTE_MS);
    else if (step > 0) return step;
    else widthMs *= 2;
  }
  return 0;
}

/**
 * Claims a stretch of time and goes on behind it. Returns how many minutes it claimed. A stretch that is longer
 * than usual is only passed over: when there is anything in it, that is `too much` for one transaction.
 */
async function claimStretch(db: Database, widthMs: number): Promise<number | 'at the frontier' | 'too much'> {
  return db.transaction(async (tx) => {
    await soleSummariser(tx);
    // Samples before the floor are gone, and their summaries stay as they are.
    const { rows } = await tx.client.query<{ open_ms: number; from_ms: number }>(
      `select open_ms, least(open_ms, greatest(claimed_ms, (select raw_ms from retention_floor))) as from_ms
       from rollup_frontier`,
    );
    const { open_ms: openMs = 0, from_ms: from = 0 } = rows[0] ?? {};
    if (from >= openMs) return 'at the frontier';
    const to = Math.min(openMs, from + widthMs);
    const days = [Math.floor(from / DAY_MS) * DAY_MS, Math.ceil(to / DAY_MS) * DAY_MS];
    // Each step of the search is one leap; a plan for many rows would sort whole days.
    await tx.client.query(
      'set local enable_sort = off; set local enable_seqscan = off; set local enable_bitmapscan = off',
    );
    const isProbe = widthMs > SEARCH_MS;
    const { rowCount } = await tx.client.query(isProbe ? ANY_FOUND : CLAIM_FOUND, [from, to, ...days]);
    if (isProbe && rowCount !== 0) return 'too much';
    await tx.client.query('update rollup_frontier set claimed_ms = $1', [to]);
    return rowCount ?? 0;
  });
}
