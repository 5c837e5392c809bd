import type { HistorySeries, Resolution } from '../../domain/telemetry/history';
import { SIGNALS, type SignalKey } from '../../domain/telemetry/signals';
import type { Instant } from '../../domain/time';

type Stored = number | null | undefined;

/** Puts a series together from rows that come oldest first, joining those of one bucket. */
export class SeriesBuilder {
  readonly series: HistorySeries;
  readonly #widthMs: number;
  readonly #isCounter: boolean;

  /** `widthMs` is the width of a point's bucket, 0 for raw samples. */
  constructor(signal: SignalKey, resolution: Resolution, widthMs: number, gapMs: number) {
    this.series = { signal, resolution, t: [], min: [], max: [], avg: [], count: [], gapMs };
    this.#widthMs = widthMs;
    this.#isCounter = SIGNALS[signal].kind === 'counter';
  }

  /** Adds what was measured at `at`; rows in which the signal was not measured leave no trace. */
  add(at: Instant, min: Stored, max: Stored, avg: Stored, count: Stored): void {
    if (min == null || max == null || avg == null || count == null || count === 0) return;
    const t = this.#widthMs === 0 ? at : Math.floor(at / this.#widthMs) * this.#widthMs;
    const { series } = this;
    const last = series.t.length - 1;
    if (series.t[last] !== t) {
      series.t.push(t);
      series.min.push(min);
      series.max.push(max);
      series.avg.push(avg);
      series.count.push(count);
      return;
    }
    const before = series.count[last] ?? 0;
    series.count[last] = before + count;
    if (this.#isCounter) {
      // Of a number that only grows, the newest is what holds at the end of the bucket.
      series.min[last] = series.max[last] = series.avg[last] = max;
      return;
    }
    series.min[last] = Math.min(series.min[last] ?? min, min);
    series.max[last] = Math.max(series.max[last] ?? max, max);
    series.avg[last] = ((series.avg[last] ?? 0) * before + avg * count) / (before + count);
  }
}
