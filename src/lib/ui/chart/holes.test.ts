import { expect, it } from 'vitest';
import { holes } from './holes';

it('a hole is where no line has a value, and as long as that lasts', () => {
  const lines = [{ values: [null, null, 1, null, 2, null] }, { values: [null, null, null, 3, null, null] }];
  expect(holes(lines)).toEqual([
    [0, 1],
    [5, 5],
  ]);
  expect(holes([])).toEqual([]);
});
