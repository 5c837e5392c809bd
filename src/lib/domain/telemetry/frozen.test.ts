import { describe, expect, it } from 'vitest';
import { countSame, FROZEN_SAMPLES, isFrozen, newSameness } from './frozen';

function after(samples: readonly (readonly [isRunning: boolean, currentA: number, frequencyHz: number])[]) {
  const sameness = newSameness();
  for (const [isRunning, currentA, frequencyHz] of samples) {
    countSame(sameness, isRunning, currentA, frequencyHz);
  }
  return isFrozen(sameness);
}

const times = (count: number, isRunning: boolean, currentA: number, frequencyHz = 42.5) =>
  Array.from({ length: count }, () => [isRunning, currentA, frequencyHz] as const);

describe('values of a running drive', () => {
  it('are frozen when more than 120 samples are the same to the last bit', () => {
    expect(after(times(FROZEN_SAMPLES, true, 11.42))).toBe(false);
    expect(after(times(FROZEN_SAMPLES + 1, true, 11.42))).toBe(true);
  });

  it('move again with the first sample that differs', () => {
    expect(after([...times(200, true, 11.42), [true, 11.43, 42.5]])).toBe(false);
    expect(after([...times(200, true, 11.42), [true, 11.42, 42.6]])).toBe(false);
  });

  it('may stand still while the drive is at rest', () => {
    expect(after(times(500, false, 0, 0))).toBe(false);
    expect(after([...times(100, true, 11.42), ...times(1, false, 11.42), ...times(100, true, 11.42)])).toBe(
      false,
    );
  });

  it('are not frozen when there are none', () => {
    expect(after(times(500, true, NaN, NaN))).toBe(false);
  });
});
