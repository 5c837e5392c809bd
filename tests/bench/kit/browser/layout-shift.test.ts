import { expect, it } from 'vitest';
import { cumulativeShift } from './layout-shift';

it('adds shifts up while they follow each other, and tells the worst of such sessions', () => {
  expect(cumulativeShift([])).toBe(0);
  const [one, two, apart] = [
    { at: 100, value: 0.01 },
    { at: 900, value: 0.02 },
    { at: 1_900, value: 0.025 },
  ];
  expect(cumulativeShift([one, two])).toBeCloseTo(0.03);
  expect(cumulativeShift([one, two, apart])).toBeCloseTo(0.03);
  const steady = Array.from({ length: 12 }, (_, i) => ({ at: 900 * i, value: 1 }));
  expect(cumulativeShift(steady)).toBe(6);
});
