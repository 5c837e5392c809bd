/** Samples without the slightest change after which a running drive's values are called frozen (reference: drives, section 8). */
export const FROZEN_SAMPLES = 120;

/** How often in a row a running drive has sent the very same current and frequency. */
export interface Sameness {
  currentA: number;
  frequencyHz: number;
  samples: number;
}

/** Nothing was seen yet. */
export const newSameness = (): Sameness => ({ currentA: NaN, frequencyHz: NaN, samples: 0 });

/**
 * Counts one more sample, in place. A motor under load never draws the same current to the last bit for long;
 * at rest it does, so rest begins the count anew.
 */
export function countSame(
  sameness: Sameness,
  isRunning: boolean,
  currentA: number,
  frequencyHz: number,
): void {
  const isSame = currentA === sameness.currentA && frequencyHz === sameness.frequencyHz;
  sameness.samples = isRunning && isSame ? sameness.samples + 1 : 0;
  sameness.currentA = currentA;
  sameness.frequencyHz = frequencyHz;
}

/** Whether the samples counted are too many to be a measurement. */
export const isFrozen = ({ samples }: Sameness): boolean => samples >= FROZEN_SAMPLES;
