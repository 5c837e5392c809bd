import type { Instant } from '../time';
import type { SignalKey } from './signals';

/** Width of what one history point stands for; `raw` is every stored sample. */
export const RESOLUTIONS = ['raw', '10s', '1m', '1h'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

export const RESOLUTION_MS = {
  raw: 0,
  '10s': 10_000,
  '1m': 60_000,
  '1h': 3_600_000,
} as const satisfies Record<Resolution, number>;

/**
 * History of one signal, as columns of equal length, oldest first. A point with `count` 0 does not occur:
 * what was not measured is a hole between points, and holes are never bridged (`gapMs`).
 */
export interface HistorySeries {
  signal: SignalKey;
  resolution: Resolution;
  /** Start of each point's bucket, or the sample's source time when raw. */
  t: Instant[];
  min: number[];
  max: number[];
  avg: number[];
  count: number[];
  /** Two neighbours further apart than this have a gap between them. */
  gapMs: number;
}
