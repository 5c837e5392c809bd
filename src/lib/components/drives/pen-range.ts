import type { SignalLimits } from '$lib/domain/plant/model';
import type { HistorySeries } from '$lib/domain/telemetry/history';
import type { Band } from '$lib/ui/indicator/scale';

/** At least this part of the instrument's range is shown, so that noise is not blown up into drama. */
const LEAST_PART = 0.2;
const AIR = 0.1;

/** Least and greatest of a series, `undefined` when it is empty. */
export function extentOf({ min, max }: Pick<HistorySeries, 'min' | 'max'>): Band | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (const value of min) low = Math.min(low, value);
  for (const value of max) high = Math.max(high, value);
  return low <= high ? [low, high] : undefined;
}

/**
 * Ends of a trend's axis: what was measured, with the limits that warn in sight, on round numbers. It stays
 * within the instrument's range unless the values leave that.
 */
export function penRange(extent: Band | undefined, limits: SignalLimits | undefined): Band {
  const instrument = limits?.range;
  if (extent === undefined) return instrument ?? [0, 1];
  const [low, high] = extent;
  const inSight = [low, high, limits?.l, limits?.h].filter((value) => value !== undefined);
  const from = Math.min(...inSight);
  const to = Math.max(...inSight);
  const least = instrument ? (instrument[1] - instrument[0]) * LEAST_PART : 0;
  const span = Math.max(to - from, least, Math.abs(to) * 0.02, 1e-6);
  const middle = (from + to) / 2;
  const step = roundStep(span * (1 + 2 * AIR));
  const bottom = Math.floor((middle - span * (0.5 + AIR)) / step) * step;
  const top = Math.ceil((middle + span * (0.5 + AIR)) / step) * step;
  if (instrument === undefined) return [exact(bottom), exact(top)];
  return [
    exact(Math.max(bottom, Math.min(instrument[0], low))),
    exact(Math.min(top, Math.max(instrument[1], high))),
  ];
}

/** A tenth of the span or so, as 1, 2 or 5 of a power of ten. */
function roundStep(span: number): number {
  const power = 10 ** Math.floor(Math.log10(span / 10));
  const factor = [1, 2, 5, 10].find((f) => f * power >= span / 10) ?? 10;
  return factor * power;
}

const exact = (value: number): number => Number(value.toPrecision(9));
