import type { Instant } from '../../domain/time';
import { MINUTE_MS } from '../../domain/time';
import type { SignalValues } from '../../domain/telemetry/signal-values';
import { SIGNAL_KEYS } from '../../domain/telemetry/signals';
import { ArrayParameter, arrayParameter, type ElementType } from './array-parameter';
import type { Queryable, Tx } from './database';
import { holdFrontier } from './rollup-frontier';
import { fitsColumn } from './sample-columns';
import { INSERT_EXTRAS, INSERT_NEW, INSERT_OR_COMPLETE, MARK_DIRTY, SIGNAL_TYPES } from './sample-sql';

/** What one drive reported of one instant. `sourceMs` is the device's time, or our own where it has none. */
export interface SampleRow {
  driveKey: number;
  sourceMs: Instant;
  receivedMs: Instant;
  /** Index into QUALITIES. */
  quality: number;
  /** Was older than something already accepted when it came (D9). */
  historical: boolean;
  values: SignalValues;
  extras: ReadonlyMap<string, number>;
}

/** SQLSTATE of a row that is there already. */
const UNIQUE_VIOLATION = '23505';
/** Batches that expect repeats after one that met some: those who repeat themselves rarely do it once. */
const BATCHES_AFTER_REPEAT = 200;

/** One instant of one drive, put together from all rows of the batch that speak of it. */
interface Instance {
  row: SampleRow;
  sourceMs: Instant;
  /** Those that their columns can hold; the others are among the extras. */
  values: SignalValues;
  extras: ReadonlyMap<string, number>;
}

/**
 * Writes samples, once each by (drive, source time): repeats are harmless, values of one instant that come
 * in several rows, batches or transactions are joined, and the value that was first stays. Numbers that
 * are not finite are no values and are left out. Minutes that were handed over to be summarised before are
 * marked to be summarised again, in the same transaction.
 * Returns how many instants are new or became more complete.
 */
export async function insertSamples(tx: Tx, rows: readonly SampleRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const instances = join(rows);
  const frontier = await holdFrontier(tx);
  const written = await writeInstants(tx, sampleArrays(instances));
  const extras = extraArrays(instances);
  if (extras !== undefined)
    await tx.client.query({ name: 'insert-extras', text: INSERT_EXTRAS, values: extras });
  const late = instances.filter(({ sourceMs }) => sourceMs < frontier);
  if (late.length > 0)
    await tx.client.query({ name: 'mark-dirty', text: MARK_DIRTY, values: minuteArrays(late) });
  return written;
}

/** How many more batches of a connection are looked at for repeats. */
const wary = new WeakMap<Queryable, number>();

/**
 * Nearly every batch is all new, and is inserted as such: looking for each row first, to see whether it is
 * there, would cost half as much again. A batch with a repeat in it is taken back and written with that look.
 */
async function writeInstants(tx: Tx, values: readonly (Buffer | null)[]): Promise<number> {
  const { client } = tx;
  let batches = wary.get(client) ?? 0;
  if (batches === 0) {
    await client.query('savepoint before_samples');
    try {
      const { rowCount } = await client.query({ name: 'insert-new', text: INSERT_NEW, values: [...values] });
      return rowCount ?? 0;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION)) throw error;
      await client.query('rollback to savepoint before_samples');
      batches = BATCHES_AFTER_REPEAT;
    }
  }
  wary.set(client, batches - 1);
  const written = { name: 'insert-or-complete', text: INSERT_OR_COMPLETE, values: [...values] };
  return (await client.query(written)).rowCount ?? 0;
}

/** In the order of the index, so that two writers of the same rows wait for each other instead of locking up. */
function join(rows: readonly SampleRow[]): Instance[] {
  const sorted = rows
    .map(instanceOf)
    .sort((a, b) => a.row.driveKey - b.row.driveKey || a.sourceMs - b.sourceMs);
  const instances: Instance[] = [];
  let last: Instance | undefined;
  for (const instance of sorted) {
    if (last?.row.driveKey === instance.row.driveKey && last.sourceMs === instance.sourceMs) {
      complete(last, instance);
    } else {
      instances.push(instance);
      last = instance;
    }
  }
  return instances;
}

/** The last millisecond that a date can be told of, before and after 1970. */
const LAST_INSTANT = 8.64e15;

/** Whole milliseconds; a time that is none is replaced by our own, so that it does not fail the batch. */
function storableInstant({ sourceMs, receivedMs }: SampleRow): Instant {
  const whole = Math.round(sourceMs);
  return Math.abs(whole) <= LAST_INSTANT ? whole : Math.round(receivedMs);
}

function instanceOf(row: SampleRow): Instance {
  const sourceMs = storableInstant(row);
  const { values, extras } = row;
  return isAllStorable(values) && isAllFinite(extras)
    ? { row, sourceMs, values, extras }
    : {
        row,
        sourceMs,
        values: values.map((value, i) => (fitsColumn(i, value) ? value : NaN)),
        extras: beside(row),
      };
}

function isAllStorable(values: SignalValues): boolean {
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? NaN;
    if (!Number.isNaN(value) && !fitsColumn(i, value)) return false;
  }
  return true;
}

function isAllFinite(extras: ReadonlyMap<string, number>): boolean {
  for (const value of extras.values()) if (!Number.isFinite(value)) return false;
  return true;
}

/** What goes into rows of its own: signals whose column cannot hold the number, then what is outside the canon. */
function beside({ values, extras }: SampleRow): ReadonlyMap<string, number> {
  const misfits = SIGNAL_KEYS.map((signal, i) => [signal, values[i] ?? NaN] as const).filter(
    ([, value], i) => !fitsColumn(i, value),
  );
  return new Map([...extras, ...misfits].filter(([, value]) => Number.isFinite(value)));
}

/** Fills what is still empty from a later row of the same instant. */
function complete(instance: Instance, { values, extras }: Instance): void {
  instance.values = instance.values.map((value, i) => (Number.isNaN(value) ? (values[i] ?? NaN) : value));
  if (extras.size > 0) instance.extras = new Map([...extras, ...instance.extras]);
}

/** Row by row, so that each is fetched into the processor once and not once for every column. */
function sampleArrays(instances: readonly Instance[]): (Buffer | null)[] {
  const columnOf = (type: ElementType) => new ArrayParameter(type, instances.length);
  const keys = columnOf('integer');
  const sourceTimes = columnOf('bigint');
  const receiveTimes = columnOf('bigint');
  const qualities = columnOf('smallint');
  const historical = columnOf('boolean');
  const signals = SIGNAL_TYPES.map(columnOf);
  for (const { row, sourceMs, values } of instances) {
    keys.push(row.driveKey);
    sourceTimes.push(sourceMs);
    receiveTimes.push(Math.round(row.receivedMs));
    qualities.push(row.quality);
    historical.push(Number(row.historical));
    for (let i = 0; i < signals.length; i += 1) signals[i]?.push(values[i] ?? NaN);
  }
  return [keys, sourceTimes, receiveTimes, qualities, historical, ...signals].map((column) =>
    column.finish(),
  );
}

function extraArrays(instances: readonly Instance[]): (Buffer | string[] | null)[] | undefined {
  const telling = instances.filter(({ extras }) => extras.size > 0);
  const all = telling.flatMap(({ row, sourceMs, extras }) =>
    [...extras]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => ({ row, sourceMs, name: storableName(name), value })),
  );
  if (all.length === 0) return undefined;
  return [
    arrayParameter('integer', all, (extra) => extra.row.driveKey),
    arrayParameter('bigint', all, (extra) => extra.sourceMs),
    arrayParameter('bigint', all, (extra) => Math.round(extra.row.receivedMs)),
    all.map((extra) => extra.name),
    arrayParameter('double precision', all, (extra) => extra.value),
  ];
}

/** PostgreSQL text holds no zero character, and an index no name longer than a third of a page. */
const storableName = (name: string): string => name.replaceAll('\u0000', '\ufffd').slice(0, 500);

function minuteArrays(instances: readonly Instance[]): (Buffer | null)[] {
  const minutes: { key: number; at: Instant }[] = [];
  for (const { row, sourceMs } of instances) {
    const at = Math.floor(sourceMs / MINUTE_MS) * MINUTE_MS;
    // Sorted by drive and time: equal minutes are neighbours.
    const last = minutes.at(-1);
    if (last?.key !== row.driveKey || last.at !== at) minutes.push({ key: row.driveKey, at });
  }
  return [
    arrayParameter('integer', minutes, ({ key }) => key),
    arrayParameter('bigint', minutes, ({ at }) => at),
  ];
}
