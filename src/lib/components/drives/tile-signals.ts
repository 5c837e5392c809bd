import type { SignalLimits } from '$lib/domain/plant/model';
import { SIGNALS, type SignalKey } from '$lib/domain/telemetry/signals';
import { TILE_SIGNALS } from '$lib/protocol/frame';
import type { Band, Limits } from '$lib/ui/indicator/scale';

type TileSignal = (typeof TILE_SIGNALS)[number];

/** What a tile's indicator needs of a signal besides its value. */
export interface TileScale {
  signal: TileSignal;
  label: string;
  unit: string;
  digits: number;
  /** Undefined when no range is known: then the number stands without a bar. */
  range: Band | undefined;
  normal: Band | undefined;
  limits: Limits;
}

/** Scales of a drive's tile, from its display limits; power goes without, as five bars fill a tile. */
export const TILE_BARS = TILE_SIGNALS.filter((signal) => signal !== 'motor_power_kw');

export function scaleOf(
  signal: SignalKey,
  limits: Readonly<Record<string, SignalLimits>>,
): Omit<TileScale, 'signal'> {
  const { label, unit, digits } = SIGNALS[signal];
  const own = limits[signal];
  return {
    label,
    unit,
    digits,
    range: own?.range,
    normal: own?.normal,
    limits: { ll: own?.ll, l: own?.l, h: own?.h, hh: own?.hh },
  };
}

export const tileScales = (limits: Readonly<Record<string, SignalLimits>>): TileScale[] =>
  TILE_BARS.map((signal) => ({ signal, ...scaleOf(signal, limits) }));
