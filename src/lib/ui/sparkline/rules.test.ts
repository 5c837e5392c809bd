import { expect, it } from 'vitest';
import { sparkRange, sparkRuns } from './rules';

it('a gap breaks the line and is never bridged', () => {
  expect(sparkRuns([1, 2, null, null, 3, null])).toEqual([
    [
      [0, 1],
      [1, 2],
    ],
    [[4, 3]],
  ]);
  expect(sparkRuns([null, null])).toEqual([]);
});

it('a flat line lies in the middle, whatever its height', () => {
  for (const v of [0, 5, -40]) {
    const [low, high] = sparkRange({ values: [v, null, v] });
    expect((low + high) / 2).toBeCloseTo(v);
    expect(high).toBeGreaterThan(low);
  }
});

it('band and limits stay in the picture', () => {
  const [low, high] = sparkRange({ values: [50], normal: [40, 60], limits: [90] });
  expect(low).toBeLessThan(40);
  expect(high).toBeGreaterThan(90);
});
