import { DAY_MS, type Instant } from '../../domain/time';
import type { Database } from './database';
import { excludeTelemetryWrites, soleSummariser } from './locks';

const ROWS_PER_ROUND = 10_000;

/**
 * Raises the time before which samples count as gone. From then on no summary is made of them, so that
 * dropping them afterwards cannot spoil one.
 */
export async function raiseRawFloor(db: Database, floor: Instant): Promise<void> {
  await db.transaction(async (tx) => {
    await soleSummariser(tx);
    await tx.client.query('update retention_floor set raw_ms = greatest(raw_ms, $1)', [floor]);
  });
}

/**
 * Removes samples of clocks that run in a future no partition will ever cover, by the time they were
 * received, and marks that they may have left.
 */
export async function clearFarFuture(db: Database, now: Instant, receivedBefore: Instant): Promise<void> {
  const beyond = now + 2 * DAY_MS;
  for (const table of ['sample_default', 'sample_extra_default']) {
    await deleteInRounds(db, table, 'source_ms >= $1 and received_ms < $2', [beyond, receivedBefore]);
  }
  await db.transaction(async (tx) => {
    // A sample that comes late relies on the mark it found.
    await tx.client.query(`set local lock_timeout = '2s'`);
    await excludeTelemetryWrites(tx);
    await tx.client.query(
      `delete from rollup_dirty d where minute_ms >= $1 and not exists (
         select from sample s
         where s.key = d.key and s.source_ms >= d.minute_ms and s.source_ms < d.minute_ms + 60000)`,
      [beyond],
    );
  });
}

/** Rows of ordinary tables that leave by age: table and the column that tells it. */
const AGED = {
  rollup_1h: 'bucket_ms',
  gateway_event: 'received_at',
  quarantine: 'last_seen_at',
  refusal: 'last_seen_at',
  // A state that still goes on has no age.
  security_event: "coalesce(cleared_at, case when kind = 'moment' then last_seen_at end)",
  stream_entry: 'at',
  alarm_journal: 'at',
  alarm_annunciation: 'at',
  // What is open or withheld is still there; so is the newest one of each alarm.
  alarm_occurrence: `case when bucket = 0 and not exists (
    select from alarm_point p where p.id = t.point and p.occurrence = t.id) then closed_at end`,
} as const;

/** Deletes what is older than `before`, in rounds short enough for nobody to notice. Returns how many. */
export async function deleteOlder(db: Database, table: keyof typeof AGED, before: Instant): Promise<number> {
  const column = AGED[table];
  return column === 'bucket_ms'
    ? deleteInRounds(db, table, `${column} < $1`, [before])
    : deleteInRounds(db, table, `${column} < $1`, [new Date(before).toISOString()]);
}

async function deleteInRounds(
  db: Database,
  table: string,
  condition: string,
  values: readonly unknown[],
): Promise<number> {
  let total = 0;
  for (;;) {
    const { rowCount } = await db.transaction(({ client }) =>
      client.query(
        `delete from ${table} where ctid = any (array(
           select t.ctid from ${table} t where ${condition} limit ${ROWS_PER_ROUND}))`,
        [...values],
      ),
    );
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < ROWS_PER_ROUND) return total;
  }
}
