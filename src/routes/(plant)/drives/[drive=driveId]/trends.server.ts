import { DomainError } from '$lib/domain/errors';
import type { HistorySeries } from '$lib/domain/telemetry/history';
import type { SignalKey } from '$lib/domain/telemetry/signals';
import { HOUR_MS, type Instant } from '$lib/domain/time';
import type { DrivePlan, TrendAnswer } from '$lib/components/drives/drive-plan';
import { extentOf } from '$lib/components/drives/pen-range';
import { edgesOf, MOST_POINTS, type TrendWindow } from '$lib/components/drives/trend-range';

/** Points of the last hour that the whiskers are taken from. */
const HOUR_POINTS = 61;

interface History {
  log: { error(facts: object, message: string): void };
  history(request: {
    key: number;
    signals: readonly SignalKey[];
    from: Instant;
    to: Instant;
    resolution: 'auto' | '1m';
    maxPoints: number;
  }): Promise<HistorySeries[]>;
}

/** What a drive's trends show, and the last hour of its indicators. Never rejects: a page shows why. */
export async function readTrends(
  app: History,
  { drive, pens, indicators }: DrivePlan,
  window: TrendWindow,
  now: Instant,
): Promise<TrendAnswer> {
  const { from, to } = edgesOf(window, now);
  const { key } = drive;
  try {
    const [series, hour] = await Promise.all([
      app.history({ key, signals: pens, from, to, resolution: 'auto', maxPoints: MOST_POINTS }),
      app.history({
        key,
        signals: indicators,
        from: now - HOUR_MS,
        to: now,
        resolution: '1m',
        maxPoints: HOUR_POINTS,
      }),
    ]);
    return { ok: true, at: now, window, series: series.map(short), hour: extents(hour) };
  } catch (error) {
    if (error instanceof DomainError) return { ok: false, at: now, message: error.message };
    app.log.error({ err: error, drive: drive.id }, 'the history of a drive could not be read');
    return { ok: false, at: now, message: 'The history could not be read. The cause is logged.' };
  }
}

const extents = (series: readonly HistorySeries[]) =>
  Object.fromEntries(
    series.flatMap((one) => {
      const extent = extentOf(one);
      return extent ? [[one.signal, extent]] : [];
    }),
  );

/** Without the digits that single precision does not have: they would only make the answer longer. */
const short = (series: HistorySeries): HistorySeries => ({
  ...series,
  min: series.min.map(rounded),
  max: series.max.map(rounded),
  avg: series.avg.map(rounded),
});

const rounded = (value: number): number => Number(value.toPrecision(7));
