import {
  REAL_SIGNALS,
  SIGNALS,
  SIGNAL_KEYS,
  type SignalKey,
  type SignalKind,
} from '../../domain/telemetry/signals';

/** Column type of each kind of signal. A column has its signal's name. */
export const COLUMN_TYPE = {
  real: 'real',
  word: 'bigint',
  counter: 'double precision',
} as const satisfies Record<SignalKind, string>;

export const COUNTER_SIGNALS: readonly SignalKey[] = SIGNAL_KEYS.filter(
  (key) => SIGNALS[key].kind === 'counter',
);

/** Places in the arrays of roll-ups, from 1 as SQL counts. */
export const ROLLUP_PLACE: ReadonlyMap<SignalKey, number> = new Map(
  REAL_SIGNALS.map((key, index) => [key, index + 1]),
);
export const COUNTER_PLACE: ReadonlyMap<SignalKey, number> = new Map(
  COUNTER_SIGNALS.map((key, index) => [key, index + 1]),
);

const REAL_LARGEST = 3.402_823_4e38;
const REAL_SMALLEST_NORMAL = 1.175_494_4e-38;

const KINDS = SIGNAL_KEYS.map((key) => SIGNALS[key].kind);

/**
 * Whether the column of the signal at this position keeps the value as it is. What it cannot hold (a word
 * with a fraction, a measurement beyond four bytes) goes beside, into `sample_extra`: one odd number must not
 * fail a batch.
 */
export function fitsColumn(index: number, value: number): boolean {
  switch (KINDS[index]) {
    case 'real': {
      const size = Math.abs(value);
      return value === 0 || (size <= REAL_LARGEST && size >= REAL_SMALLEST_NORMAL);
    }
    case 'word':
      return Number.isSafeInteger(value);
    default:
      return Number.isFinite(value);
  }
}
