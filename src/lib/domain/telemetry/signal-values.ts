import { SIGNAL_COUNT, SIGNAL_INDEX, SIGNAL_KEYS, type SignalKey } from './signals';

/**
 * Values that were measured together, in the order of signals; NaN where a signal has none. A list and no
 * map, because tens of thousands of them are made and read every second.
 */
export type SignalValues = readonly number[];

const NONE: SignalValues = Array.from({ length: SIGNAL_COUNT }, () => NaN);

/** A list in which no signal has a value yet. */
export const noValues = (): number[] => NONE.slice();

export function signalValues(values: Partial<Record<SignalKey, number>>): SignalValues {
  const list = noValues();
  for (const [signal, value] of Object.entries(values)) list[SIGNAL_INDEX[signal as SignalKey]] = value;
  return list;
}

/** The signals that have a value, with it. */
export const namedValues = (values: SignalValues): [SignalKey, number][] =>
  SIGNAL_KEYS.flatMap((signal, i) => {
    const value = values[i] ?? NaN;
    return Number.isNaN(value) ? [] : [[signal, value] as [SignalKey, number]];
  });
