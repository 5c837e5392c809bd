import { DomainError } from '../../domain/errors';
import { RESOLUTION_MS, type HistorySeries, type Resolution } from '../../domain/telemetry/history';
import { staleAfterMs } from '../../domain/telemetry/quality';
import { SIGNALS, type SignalKey } from '../../domain/telemetry/signals';
import { SECOND_MS, type Instant } from '../../domain/time';
import type { Database, Tx } from './database';
import { historySql, type SummaryResolution } from './history-sql';
import { SeriesBuilder } from './history-series';

export interface HistoryRequest {
  /** Key of the drive. */
  key: number;
  signals: readonly SignalKey[];
  from: Instant;
  /** Exclusive. */
  to: Instant;
  /**
   * `auto` takes the finest that needs at most `maxPoints`, joining hours where even those are too many. One
   * point more may come when the time begins in the middle of a bucket: buckets lie where the clock has them.
   */
  resolution: Resolution | 'auto';
  maxPoints: number;
}

/**
 * History of signals of one drive, one series each, in the order asked for. Throws `input.invalid` when a
 * resolution that was asked for by name has more than `maxPoints` points, because leaving some out would
 * look like silence, and when a word is asked for in another resolution than `raw`.
 */
export async function readHistory(db: Database, request: HistoryRequest): Promise<HistorySeries[]> {
  const { signals, from, to, resolution } = request;
  if (!(from < to)) throw new DomainError('input.invalid', 'The beginning must lie before the end.');
  if (signals.length === 0) return [];
  return db.read(async (tx) => {
    const { intervalMs, rawFloorMs } = await readContext(tx, request.key);
    if (resolution === 'raw') return rawOrRefuse(tx, request, intervalMs);
    if (resolution !== 'auto') return readSummaries(tx, request, resolution, 1, intervalMs);

    const wordsAsked = signals.some((signal) => SIGNALS[signal].kind === 'word');
    if (wordsAsked) return rawOrRefuse(tx, request, intervalMs);
    const whole = from >= rawFloorMs;
    if (whole && (to - from) / intervalMs <= request.maxPoints) {
      const raw = await readRaw(tx, request, intervalMs);
      if (raw !== undefined) return raw;
    }
    const { step, times } = summariesFor(to - from, request.maxPoints, whole);
    return readSummaries(tx, request, step, times, intervalMs);
  });
}

/** The finest summaries that give few enough points; of hours, as many joined into one point as it takes. */
function summariesFor(
  rangeMs: number,
  maxPoints: number,
  whole: boolean,
): { step: SummaryResolution; times: number } {
  const steps: SummaryResolution[] = whole ? ['10s', '1m', '1h'] : ['1m', '1h'];
  const step = steps.find((candidate) => rangeMs / RESOLUTION_MS[candidate] <= maxPoints) ?? '1h';
  return { step, times: Math.max(1, Math.ceil(rangeMs / RESOLUTION_MS[step] / maxPoints)) };
}

async function readContext(tx: Tx, key: number): Promise<{ intervalMs: number; rawFloorMs: Instant }> {
  const { rows } = await tx.client.query<{ raw_ms: number; interval_ms: number | null }>(
    'select raw_ms, (select expected_interval_ms from drive where key = $1) as interval_ms from retention_floor',
    [key],
  );
  return {
    intervalMs: rows[0]?.interval_ms ?? SECOND_MS,
    rawFloorMs: rows[0]?.raw_ms ?? Number.MIN_SAFE_INTEGER,
  };
}

async function rawOrRefuse(tx: Tx, request: HistoryRequest, intervalMs: number): Promise<HistorySeries[]> {
  const series = await readRaw(tx, request, intervalMs);
  if (series === undefined) throw tooMany(request.maxPoints);
  return series;
}

/** `undefined` when there are more than `maxPoints`. */
async function readRaw(
  tx: Tx,
  { key, signals, from, to, maxPoints }: HistoryRequest,
  intervalMs: number,
): Promise<HistorySeries[] | undefined> {
  // The names come from our own table of signals, so they may stand in SQL.
  const columns = signals.map((signal, i) => `${signal} as v_${i}`).join(', ');
  const { rows } = await tx.client.query<Record<string, number | null>>(
    `select source_ms as t, ${columns} from sample
     where key = $1 and source_ms >= $2 and source_ms < $3 order by source_ms limit $4`,
    [key, from, to, maxPoints + 1],
  );
  if (rows.length > maxPoints) return undefined;
  return signals.map((signal, i) => {
    const builder = new SeriesBuilder(signal, 'raw', 0, staleAfterMs(intervalMs));
    for (const row of rows) builder.add(row.t ?? 0, row[`v_${i}`], row[`v_${i}`], row[`v_${i}`], 1);
    return builder.series;
  });
}

async function readSummaries(
  tx: Tx,
  request: HistoryRequest,
  resolution: SummaryResolution,
  times: number,
  intervalMs: number,
): Promise<HistorySeries[]> {
  const { key, signals, maxPoints } = request;
  const word = signals.find((signal) => SIGNALS[signal].kind === 'word');
  if (word !== undefined) {
    throw new DomainError('input.invalid', `${word} has no averages: ask for it in raw resolution.`);
  }
  const stepMs = RESOLUTION_MS[resolution];
  const from = Math.floor(request.from / stepMs) * stepMs;
  const to = Math.ceil(request.to / stepMs) * stepMs;
  const widthMs = stepMs * times;
  // One more than fits when the range begins inside a bucket.
  if ((to - from) / widthMs > maxPoints + 1) throw tooMany(maxPoints);
  const { rows } = await tx.client.query<Record<string, number | null>>(historySql(resolution, signals), [
    key,
    from,
    to,
  ]);
  return signals.map((signal, i) => {
    const gapMs = Math.max(widthMs, staleAfterMs(intervalMs));
    const builder = new SeriesBuilder(signal, resolution, widthMs, gapMs);
    for (const row of rows) {
      builder.add(row.t ?? 0, row[`lo_${i}`], row[`hi_${i}`], row[`mean_${i}`], row[`n_${i}`]);
    }
    return builder.series;
  });
}

const tooMany = (maxPoints: number): DomainError =>
  new DomainError(
    'input.invalid',
    `That time has more than ${maxPoints} points. Choose a shorter time or a coarser resolution.`,
  );
