import { expect } from 'vitest';
import { namedValues, noValues } from '../../src/lib/domain/telemetry/signal-values';
import { REAL_SIGNALS, type SignalKey } from '../../src/lib/domain/telemetry/signals';
import type { Database } from '../../src/lib/server/storage/database';
import { insertSamples, type SampleRow } from '../../src/lib/server/storage/sample-store';

/** A sample row with everything a test does not care about filled in. */
export function aSample(row: Partial<SampleRow> & Pick<SampleRow, 'sourceMs'>): SampleRow {
  return {
    driveKey: 1,
    receivedMs: row.sourceMs,
    quality: 0,
    historical: false,
    values: noValues(),
    extras: new Map(),
    ...row,
  };
}

export { signalValues as values } from '../../src/lib/domain/telemetry/signal-values';

export const write = (db: Database, rows: readonly SampleRow[]): Promise<number> =>
  db.transaction((tx) => insertSamples(tx, rows));

export interface Bucket {
  key: number;
  t: number;
  signal: SignalKey;
  min: number;
  max: number;
  avg: number;
  count: number;
}

/** What was ever measured, kept the slow and obvious way: the first value of a drive, time and signal stays. */
export class NaiveHistory {
  readonly #values = new Map<string, { key: number; at: number; signal: SignalKey; value: number }>();

  add(rows: readonly SampleRow[]): void {
    for (const row of rows) {
      for (const [signal, value] of namedValues(row.values)) {
        const id = `${row.driveKey} ${row.sourceMs} ${signal}`;
        if (!this.#values.has(id)) {
          this.#values.set(id, { key: row.driveKey, at: row.sourceMs, signal, value });
        }
      }
    }
  }

  /** Buckets of measured signals, ordered by drive, signal and time. */
  buckets(widthMs: number): Bucket[] {
    const buckets = new Map<string, Bucket>();
    for (const { key, at, signal, value } of this.#values.values()) {
      if (!REAL_SIGNALS.includes(signal)) continue;
      const t = Math.floor(at / widthMs) * widthMs;
      const id = `${key} ${signal} ${t}`;
      const b = buckets.get(id);
      if (b === undefined) {
        buckets.set(id, { key, t, signal, min: value, max: value, avg: value, count: 1 });
        continue;
      }
      b.avg = (b.avg * b.count + value) / (b.count + 1);
      b.count += 1;
      b.min = Math.min(b.min, value);
      b.max = Math.max(b.max, value);
    }
    return [...buckets.values()].sort(inOrder);
  }
}

const inOrder = (a: Bucket, b: Bucket) => a.key - b.key || a.signal.localeCompare(b.signal) || a.t - b.t;

/** The buckets in one order. */
export const ordered = (buckets: readonly Bucket[]): Bucket[] => [...buckets].sort(inOrder);

/** What equals these buckets, means up to the four bytes they are kept in (for values up to some thousands). */
export const nearly = (buckets: readonly Bucket[]): unknown[] =>
  ordered(buckets).map((b) => ({ ...b, avg: expect.closeTo(b.avg, 2) as number }));

/** What a table of summaries holds, in the shape of the naive history. */
export async function storedBuckets(db: Database, table: string): Promise<Bucket[]> {
  const { rows } = await db.client.query<{
    key: number;
    t: number;
    place: number;
    min: number;
    max: number;
    avg: number;
    count: number;
  }>(
    `select key, bucket_ms as t, i as place, lo[i] as min, hi[i] as max, mean[i] as avg, n[i] as count
     from ${table}, generate_subscripts(n, 1) as i where n[i] > 0`,
  );
  return rows.map(({ place, ...row }) => ({ ...row, signal: REAL_SIGNALS[place - 1] as SignalKey }));
}
