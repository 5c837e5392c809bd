import { SIGNAL_KEYS } from '../../domain/telemetry/signals';
import { DAY_MS, type Instant } from '../../domain/time';
import type { SampleRow } from './sample-store';
import type { Tx } from './database';

/** Signals of one drive may come in several messages; so many of its newest rows are looked at for all of them. */
const ROWS_PER_DRIVE = 5;
/** A backlog may lie over them; one longer than this has been silent too long to matter. */
const ROWS_LOOKED_AT = 5_000;

/** Whether row `n` says anything that the drive's newest row `f` leaves open. */
const ADDS = SIGNAL_KEYS.map((key) => `(n.${key} is not null and f.${key} is null)`).join(' or ');

/** The newest live rows of the drives in `$1` (of all when null) that were measured at `$2` or later. */
const LAST_ROWS = `
  select s.* from drive d cross join lateral (
    with newest as (
      select *, row_number() over (order by source_ms desc) as nth from (
        select * from (
          select * from sample where key = d.key and source_ms >= $2
          order by source_ms desc limit ${ROWS_LOOKED_AT}) looked_at
        where not historical order by source_ms desc limit ${ROWS_PER_DRIVE}) live)
    select n.* from newest n cross join newest f where f.nth = 1 and (n.nth = 1 or ${ADDS})) s
  where d.removed_at is null and ($1::integer[] is null or d.key = any($1))
  order by s.key, s.source_ms`;

type Row = Record<string, number | null> & { historical: boolean };

/**
 * What each drive of the plant last said while it was live, the oldest row of each drive first. Signals
 * outside the canon are left out, and rows that tell nothing beside a drive's newest.
 *
 * Most drives spoke until the restart: the last day is looked at first, so that only the others are sought
 * in every partition there is.
 */
export async function readLastSamples(tx: Tx, now: Instant): Promise<SampleRow[]> {
  const recent = await lastRows(tx, null, now - DAY_MS);
  const found = new Set(recent.map((row) => row['key']));
  const { rows: drives } = await tx.client.query<{ key: number }>(
    'select key from drive where removed_at is null',
  );
  const silent = drives.map(({ key }) => key).filter((key) => !found.has(key));
  const older = silent.length === 0 ? [] : await lastRows(tx, silent, 0);
  return [...recent, ...older].map((row) => ({
    driveKey: row['key'] ?? 0,
    sourceMs: row['source_ms'] ?? 0,
    receivedMs: row['received_ms'] ?? 0,
    quality: row['quality'] ?? 0,
    historical: false,
    values: SIGNAL_KEYS.map((signal) => row[signal] ?? NaN),
    extras: new Map(),
  }));
}

async function lastRows(tx: Tx, keys: readonly number[] | null, since: Instant): Promise<Row[]> {
  const { rows } = await tx.client.query<Row>(LAST_ROWS, [keys, since]);
  return rows;
}
