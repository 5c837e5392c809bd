import { SIGNAL_KEYS } from '../../domain/telemetry/signals';
import type { SampleRow } from './sample-store';
import type { Tx } from './database';

/** Signals of one drive may come in several messages; so many of its newest rows are looked at for all of them. */
const ROWS_PER_DRIVE = 5;
/** A backlog may lie over them; one longer than this has been silent too long to matter. */
const ROWS_LOOKED_AT = 5_000;

/**
 * What each drive of the plant last said while it was live, the oldest row of each drive first. Signals
 * outside the canon are left out.
 */
export async function readLastSamples(tx: Tx): Promise<SampleRow[]> {
  const { rows } = await tx.client.query<Record<string, number | null> & { historical: boolean }>(
    `select s.* from drive d cross join lateral (
       select * from (
         select * from sample where key = d.key order by source_ms desc limit ${ROWS_LOOKED_AT}) newest
       where not newest.historical order by source_ms desc limit ${ROWS_PER_DRIVE}) s
     where d.removed_at is null
     order by s.key, s.source_ms`,
  );
  return rows.map((row) => ({
    driveKey: row['key'] ?? 0,
    sourceMs: row['source_ms'] ?? 0,
    receivedMs: row['received_ms'] ?? 0,
    quality: row['quality'] ?? 0,
    historical: false,
    values: SIGNAL_KEYS.map((signal) => row[signal] ?? NaN),
    extras: new Map(),
  }));
}
