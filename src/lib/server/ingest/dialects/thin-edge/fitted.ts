import { SIGNAL_KEYS, SIGNALS } from '../../../../domain/telemetry/signals';

/** Bounds of a 32-bit float: larger does not fit the column, smaller is zero to any drive. */
const FLOAT4_MAX = 3.4028234e38;
const FLOAT4_MIN = 1.2e-38;
const WORD_MAX = 0xffff_ffff;

const KINDS = SIGNAL_KEYS.map((key) => SIGNALS[key].kind);

/**
 * A finite number as the column of the signal at this position can hold it, or `undefined` when it cannot: a
 * word is a whole number of 32 bits.
 */
export function fitted(index: number, value: number): number | undefined {
  switch (KINDS[index]) {
    case 'real': {
      const size = Math.abs(value);
      if (size > FLOAT4_MAX) return undefined;
      return size < FLOAT4_MIN ? 0 : value;
    }
    case 'word':
      return Number.isInteger(value) && value >= 0 && value <= WORD_MAX ? value : undefined;
    default:
      return value;
  }
}
