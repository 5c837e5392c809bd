import type { DriveKey } from '../../domain/ids';
import { SIGNAL_KEYS } from '../../domain/telemetry/signals';
import type { Instant } from '../../domain/time';
import type { SampleRow } from './sample-store';
import type { Tx } from './database';

/** Rows as they are stored: a column for each signal, null where it was not measured. */
type Row = Record<string, number | null>;

// What came too late to be live when it came is no part of what was seen then.
const SAMPLES = `
  select * from sample
  where key = any($1::integer[]) and source_ms > $2 and source_ms <= $3 and not historical
  order by source_ms, key`;
const EXTRAS = `
  select key, source_ms, name, value from sample_extra
  where key = any($1::integer[]) and source_ms > $2 and source_ms <= $3`;
const ANY = `
  select exists (select from sample where key = any($1::integer[]) and source_ms between $2 and $3) as found`;

/** What drives said after one moment and up to another while they were live, in the order of measuring. */
export async function readRecorded(
  tx: Tx,
  keys: readonly DriveKey[],
  after: Instant,
  upTo: Instant,
): Promise<SampleRow[]> {
  const given = [keys, Math.floor(after), Math.floor(upTo)];
  const { rows } = await tx.client.query<Row>(SAMPLES, given);
  const beside = await extrasOf(tx, given);
  return rows.map((row) => ({
    driveKey: row['key'] ?? 0,
    sourceMs: row['source_ms'] ?? 0,
    receivedMs: row['received_ms'] ?? 0,
    quality: row['quality'] ?? 0,
    historical: false,
    values: SIGNAL_KEYS.map((signal) => row[signal] ?? NaN),
    extras: beside.get(`${row['key']} ${row['source_ms']}`) ?? new Map(),
  }));
}

async function extrasOf(tx: Tx, given: readonly unknown[]): Promise<Map<string, Map<string, number>>> {
  const { rows } = await tx.client.query<{ key: number; source_ms: number; name: string; value: number }>(
    EXTRAS,
    [...given],
  );
  const found = new Map<string, Map<string, number>>();
  for (const { key, source_ms: sourceMs, name, value } of rows) {
    const of = found.get(`${key} ${sourceMs}`) ?? new Map<string, number>();
    found.set(`${key} ${sourceMs}`, of.set(name, value));
  }
  return found;
}

/** Whether anything of these drives is stored of that time. */
export async function isRecorded(
  tx: Tx,
  keys: readonly DriveKey[],
  { from, to }: { from: Instant; to: Instant },
): Promise<boolean> {
  const { rows } = await tx.client.query<{ found: boolean }>(ANY, [keys, from, to]);
  return rows[0]?.found === true;
}
