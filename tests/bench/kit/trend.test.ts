import { expect, it } from 'vitest';
import { slope } from './trend';

it('is the slope of the line with the least squares', () => {
  const line = [0, 1, 2, 5].map((at) => ({ at, value: 3 - 0.5 * at }));
  expect(slope(line)).toBeCloseTo(-0.5);
  const swinging = [0, 1, 2, 3].map((at) => ({ at, value: at % 2 === 0 ? 1 : -1 }));
  expect(slope(swinging)).toBeCloseTo(-0.4);
  expect(slope([{ at: 0, value: 1 }])).toBeNaN();
});
