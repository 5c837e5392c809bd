import { DAY_MS, type Instant } from '../../domain/time';
import type { Database } from './database';

/** Tables that are cut by time, and how wide a piece is. */
export const PARTITIONED = {
  sample: { widthMs: DAY_MS, timeColumn: 'source_ms' },
  sample_extra: { widthMs: DAY_MS, timeColumn: 'source_ms' },
  rollup_10s: { widthMs: DAY_MS, timeColumn: 'bucket_ms' },
  rollup_1m: { widthMs: 8 * DAY_MS, timeColumn: 'bucket_ms' },
} as const;

export type PartitionedTable = keyof typeof PARTITIONED;
export const PARTITIONED_TABLES = Object.keys(PARTITIONED) as readonly PartitionedTable[];

/** Gateways that come back after a week write into partitions of their own; clocks may run two days ahead. */
const DAYS_BACK = 7;
const DAYS_AHEAD = 2;

/**
 * Makes the partitions from a week ago to the day after tomorrow, and those for rows that wait in a
 * default partition and are not older than `keepDays`. A row outside all partitions is never refused: it
 * goes to the default one. Each partition is its own transaction. Returns how many were made.
 */
export async function ensurePartitions(db: Database, now: Instant, keepDays: number): Promise<number> {
  let made = 0;
  for (const table of PARTITIONED_TABLES) {
    const { widthMs } = PARTITIONED[table];
    const starts = new Set<Instant>();
    const last = now + DAYS_AHEAD * DAY_MS;
    for (let at = now - DAYS_BACK * DAY_MS; at < last + widthMs; at += widthMs) {
      starts.add(startOf(Math.min(at, last), widthMs));
    }
    for (const start of await waiting(db, table, now - keepDays * DAY_MS, last)) starts.add(start);
    for (const start of starts) {
      if (await ensurePartition(db, table, start)) made += 1;
    }
  }
  return made;
}

/** Drops what ends at or before `cutoff` and clears the default partition of it; returns pieces dropped. */
export async function dropPartitions(
  db: Database,
  table: PartitionedTable,
  cutoff: Instant,
): Promise<number> {
  await db.transaction(({ client }) =>
    client.query(`delete from ${table}_default where ${PARTITIONED[table].timeColumn} < $1`, [cutoff]),
  );
  return db.transaction(async ({ client }) => {
    const { rows } = await client.query<{ dropped: number }>('select drop_partitions($1, $2) as dropped', [
      table,
      cutoff,
    ]);
    return rows[0]?.dropped ?? 0;
  });
}

async function ensurePartition(db: Database, table: PartitionedTable, start: Instant): Promise<boolean> {
  return db.transaction(async ({ client }) => {
    const { rows } = await client.query<{ made: boolean }>('select ensure_partition($1, $2, $3) as made', [
      table,
      start,
      PARTITIONED[table].widthMs,
    ]);
    return rows[0]?.made ?? false;
  });
}

/** Beginnings of pieces that rows of the default partition belong to, within the given time. */
async function waiting(
  db: Database,
  table: PartitionedTable,
  from: Instant,
  to: Instant,
): Promise<Instant[]> {
  const { widthMs, timeColumn } = PARTITIONED[table];
  const rows = await db.read(({ client }) =>
    client.query<{ start: number }>(
      `select distinct ${timeColumn} / $1::bigint * $1::bigint as start from ${table}_default
       where ${timeColumn} >= greatest($2::bigint, 0) and ${timeColumn} < $3`,
      [widthMs, startOf(from + widthMs - 1, widthMs), to],
    ),
  );
  return rows.rows.map((row) => row.start);
}

const startOf = (at: Instant, widthMs: number): Instant => Math.floor(at / widthMs) * widthMs;
