import { SIGNAL_INDEX } from '../../../../src/lib/domain/telemetry/signals';
import { noValues, type SignalValues } from '../../../../src/lib/domain/telemetry/signal-values';
import { DAY_MS, SECOND_MS, type Instant } from '../../../../src/lib/domain/time';
import type { SampleRow } from '../../../../src/lib/server/storage/sample-store';
import { MOVING_FIELDS, positionOf, runningWord } from '../load/drive-fields';

interface PastOptions {
  /** Keys of all drives; the first one has a sample each second. */
  keys: readonly number[];
  days: number;
  /** End of it, exclusive. */
  until: Instant;
  /** How far apart the samples of each of the other drives are. */
  othersEveryMs: number;
  batchRows: number;
}

/**
 * What a plant has recorded, in the order of time, in batches: one drive each second, the others seldom and
 * each at its own moment, so that rows of all lie mixed on the pages of the table.
 */
export function* pastSamples(options: PastOptions): Generator<SampleRow[]> {
  const { keys, days, until, othersEveryMs, batchRows } = options;
  const end = Math.floor(until / SECOND_MS) * SECOND_MS;
  let batch: SampleRow[] = [];
  for (let at = end - days * DAY_MS; at < end; at += SECOND_MS) {
    for (const drive of drivesAt(at, keys.length, othersEveryMs))
      batch.push(row(keys[drive] ?? 0, drive, at));
    if (batch.length < batchRows) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Places of the drives that report in this second: the first one always, each other in its turn. */
export function drivesAt(at: Instant, drives: number, othersEveryMs: number): number[] {
  const found = [0];
  const phase = ((at % othersEveryMs) * (drives - 1)) / othersEveryMs;
  const width = (SECOND_MS * (drives - 1)) / othersEveryMs;
  for (let turn = Math.ceil(phase); turn < phase + width; turn += 1) found.push(turn + 1);
  return found;
}

const row = (driveKey: number, drive: number, at: Instant): SampleRow => ({
  driveKey,
  sourceMs: at,
  receivedMs: at + 20,
  quality: 0,
  historical: false,
  values: valuesAt(drive, at / SECOND_MS),
  extras: NO_EXTRAS,
});

const NO_EXTRAS: ReadonlyMap<string, number> = new Map();

/** The same twelve signals as the drives that publish now. */
function valuesAt(drive: number, n: number): SignalValues {
  const values = noValues();
  MOVING_FIELDS.forEach((field, f) => {
    values[SIGNAL_INDEX[field.key]] = positionOf(field, f, drive, n) / 10 ** field.decimals;
  });
  values[SIGNAL_INDEX.status_word] = runningWord('vlt-fc-202');
  return values;
}
