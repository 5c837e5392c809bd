import type { Instant } from '../../domain/time';
import { MINUTE_MS } from '../../domain/time';
import { SIGNALS, SIGNAL_KEYS, type SignalKey } from '../../domain/telemetry/signals';
import type { Tx } from './database';
import { SHARE_TELEMETRY_WRITES } from './locks';
import { COLUMN_TYPE, fitsColumn } from './sample-columns';

/** What one drive reported of one instant. `sourceMs` is the device's time, or our own where it has none. */
export interface SampleRow {
  driveKey: number;
  sourceMs: Instant;
  receivedMs: Instant;
  /** Index into QUALITIES. */
  quality: number;
  /** Was older than something already accepted when it came (D9). */
  historical: boolean;
  values: ReadonlyMap<SignalKey, number>;
  extras: ReadonlyMap<string, number>;
}

const FIXED = ['key', 'source_ms', 'received_ms', 'quality', 'historical'] as const;
const FIXED_TYPES = ['integer', 'bigint', 'bigint', 'smallint', 'boolean'] as const;

const columns = [...FIXED, ...SIGNAL_KEYS];
const types = [...FIXED_TYPES, ...SIGNAL_KEYS.map((key) => COLUMN_TYPE[SIGNALS[key].kind])];
const parameters = types.map((type, i) => `$${i + 1}::${type}[]`).join(', ');
const isFilled = SIGNAL_KEYS.map((key) => `(sample.${key} is null and excluded.${key} is not null)`);

/** A repeat changes nothing; the second half of an instant that was sent in two fills what is still empty. */
const INSERT_SAMPLES = `
  insert into sample (${columns.join(', ')})
  select * from unnest(${parameters})
  on conflict (key, source_ms) do update set
    ${SIGNAL_KEYS.map((key) => `${key} = coalesce(sample.${key}, excluded.${key})`).join(', ')}
  where ${isFilled.join(' or ')}`;

const INSERT_EXTRAS = `
  insert into sample_extra (key, source_ms, received_ms, name, value)
  select * from unnest($1::integer[], $2::bigint[], $3::bigint[], $4::text[], $5::double precision[])
  on conflict do nothing`;

const MARK_DIRTY = `
  insert into rollup_dirty (key, minute_ms)
  select * from unnest($1::integer[], $2::bigint[])
  on conflict do nothing`;

/** One instant of one drive, put together from all rows of the batch that speak of it. */
interface Instance {
  row: SampleRow;
  sourceMs: Instant;
  values: (number | undefined)[];
  extras: Map<string, number>;
}

/**
 * Writes samples, once each by (drive, source time): repeats are harmless, values of one instant that come
 * in several rows, batches or transactions are joined, and the value that was first stays. Numbers that
 * are not finite are no values and are left out. Marks the minutes to be summarised in the same transaction.
 * Returns how many instants are new or became more complete.
 */
export async function insertSamples(tx: Tx, rows: readonly SampleRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const instances = join(rows);
  await tx.client.query(SHARE_TELEMETRY_WRITES);
  const written = await tx.client.query({
    name: 'insert-samples',
    text: INSERT_SAMPLES,
    values: sampleArrays(instances),
  });
  const extras = extraArrays(instances);
  if (extras !== undefined)
    await tx.client.query({ name: 'insert-extras', text: INSERT_EXTRAS, values: extras });
  await tx.client.query({ name: 'mark-dirty', text: MARK_DIRTY, values: minuteArrays(instances) });
  return written.rowCount ?? 0;
}

/** In the order of the index, so that two writers of the same rows wait for each other instead of locking up. */
function join(rows: readonly SampleRow[]): Instance[] {
  const instances = new Map<string, Instance>();
  for (const row of rows) {
    const sourceMs = storableInstant(row);
    const id = `${row.driveKey} ${sourceMs}`;
    let instance = instances.get(id);
    if (instance === undefined) {
      const values = new Array<number | undefined>(SIGNAL_KEYS.length);
      instances.set(id, (instance = { row, sourceMs, values, extras: new Map() }));
    }
    fill(instance, row);
  }
  return [...instances.values()].sort((a, b) => a.row.driveKey - b.row.driveKey || a.sourceMs - b.sourceMs);
}

/** The last millisecond that a date can be told of, before and after 1970. */
const LAST_INSTANT = 8.64e15;

/** Whole milliseconds; a time that is none is replaced by our own, so that it does not fail the batch. */
function storableInstant({ sourceMs, receivedMs }: SampleRow): Instant {
  const whole = Math.round(sourceMs);
  return Math.abs(whole) <= LAST_INSTANT ? whole : Math.round(receivedMs);
}

function fill(instance: Instance, row: SampleRow): void {
  SIGNAL_KEYS.forEach((signal, place) => {
    const value = row.values.get(signal);
    if (value === undefined || !Number.isFinite(value)) return;
    if (fitsColumn(signal, value)) instance.values[place] ??= value;
    else if (!instance.extras.has(signal)) instance.extras.set(signal, value);
  });
  for (const [name, value] of row.extras) {
    if (Number.isFinite(value) && !instance.extras.has(name)) instance.extras.set(name, value);
  }
}

function sampleArrays(instances: readonly Instance[]): string[] {
  return [
    array(instances, (i) => i.row.driveKey),
    array(instances, (i) => i.sourceMs),
    array(instances, (i) => Math.round(i.row.receivedMs)),
    array(instances, (i) => i.row.quality),
    array(instances, (i) => i.row.historical),
    ...SIGNAL_KEYS.map((_, place) => array(instances, (i) => i.values[place] ?? 'NULL')),
  ];
}

function extraArrays(instances: readonly Instance[]): (string | string[])[] | undefined {
  const all = instances.flatMap(({ row, sourceMs, extras }) =>
    [...extras]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => ({ row, sourceMs, name: storableName(name), value })),
  );
  if (all.length === 0) return undefined;
  return [
    array(all, (extra) => extra.row.driveKey),
    array(all, (extra) => extra.sourceMs),
    array(all, (extra) => Math.round(extra.row.receivedMs)),
    all.map((extra) => extra.name),
    array(all, (extra) => extra.value),
  ];
}

/** An array as PostgreSQL reads it; ours to write, because the driver's own way takes several times as long. */
const array = <T>(items: readonly T[], field: (item: T) => number | boolean | 'NULL'): string =>
  `{${items.map(field).join(',')}}`;

/** PostgreSQL text holds no zero character, and an index no name longer than a third of a page. */
const storableName = (name: string): string => name.replaceAll('\u0000', '\ufffd').slice(0, 500);

function minuteArrays(instances: readonly Instance[]): string[] {
  const keys: number[] = [];
  const minutes: number[] = [];
  for (const { row, sourceMs } of instances) {
    const minute = Math.floor(sourceMs / MINUTE_MS) * MINUTE_MS;
    // Sorted by drive and time: equal minutes are neighbours.
    if (keys.at(-1) === row.driveKey && minutes.at(-1) === minute) continue;
    keys.push(row.driveKey);
    minutes.push(minute);
  }
  return [`{${keys.join(',')}}`, `{${minutes.join(',')}}`];
}
