import { DAY_MS, MINUTE_MS, type Instant } from '../../../../src/lib/domain/time';
import type { Database } from '../../../../src/lib/server/storage/database';
import { systemClock } from '../../../../src/lib/server/clock';
import { createLogger } from '../../../../src/lib/server/log';
import { ensurePartitions } from '../../../../src/lib/server/storage/partitions';
import { Rollup } from '../../../../src/lib/server/storage/rollup';
import { insertSamples, type SampleRow } from '../../../../src/lib/server/storage/sample-store';
import { until } from '../../../support/until';
import { pastSamples } from './past';

const OTHERS_EVERY_MS = 30 * MINUTE_MS;
const BATCH_ROWS = 4_000;
/** Transactions under way: one is computed and sent while the other is stored. */
const AT_ONCE = 2;
const KEPT_DAYS = 31;
const SUMMARISED_WITHIN_MS = 180_000;

interface Filled {
  rows: number;
  fillSeconds: number;
  /** Until all of it was summarised. */
  summariseSeconds: number;
}

/**
 * Gives the first drive of `keys` that many days of samples, one a second, and the others one every half an
 * hour, by the product's own ways of writing and summarising.
 */
export async function fillHistory(
  db: Database,
  { keys, days, signal }: { keys: readonly number[]; days: number; signal: AbortSignal },
): Promise<Filled> {
  const began = performance.now();
  const now = Date.now();
  // As if the server had run all the time: each day in a partition of its own.
  for (let back = days + 1; back > 0; back -= 7) await ensurePartitions(db, now - back * DAY_MS, KEPT_DAYS);
  const batches = pastSamples({
    keys,
    days,
    until: now,
    othersEveryMs: OTHERS_EVERY_MS,
    batchRows: BATCH_ROWS,
  });
  const counts = await Promise.all(Array.from({ length: AT_ONCE }, () => write(db, batches, signal)));
  const filled = performance.now();
  // The running server does it once a minute; this is the same work, begun now.
  await new Rollup({ db, clock: systemClock, log: createLogger('silent') }).round(signal);
  await until(async () => !(await isAnythingOpen(db, now)), SUMMARISED_WITHIN_MS, 'the summaries');
  return {
    rows: counts.reduce((sum, count) => sum + count, 0),
    fillSeconds: (filled - began) / 1_000,
    summariseSeconds: (performance.now() - filled) / 1_000,
  };
}

async function write(db: Database, batches: Iterable<SampleRow[]>, signal: AbortSignal): Promise<number> {
  let written = 0;
  for (const batch of batches) {
    if (signal.aborted) throw new Error('interrupted');
    written += await db.transaction((tx) => insertSamples(tx, batch));
  }
  return written;
}

/** Whether something older than an hour waits to be summarised; what is younger may still be going on. */
async function isAnythingOpen(db: Database, now: Instant): Promise<boolean> {
  const { rows } = await db.client.query<{ open: boolean }>(
    `select exists (select from rollup_dirty where minute_ms < $1)
         or exists (select from rollup_claim where minute_ms < $1)
         or exists (select from rollup_dirty_hour where hour_ms < $1) as open`,
    [now - 2 * 60 * MINUTE_MS],
  );
  return rows[0]?.open ?? true;
}
