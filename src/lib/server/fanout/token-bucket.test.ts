import { expect, it } from 'vitest';
import { TokenBucket } from './token-bucket';

it('allows a burst, then the pace', () => {
  const bucket = new TokenBucket(2, 3);
  expect([1, 2, 3, 4].map(() => bucket.take(0))).toEqual([true, true, true, false]);
  expect(bucket.take(499)).toBe(false);
  expect(bucket.take(500)).toBe(true);
  expect(bucket.take(600)).toBe(false);
});

it('saves up no more than a burst, and a clock that goes back takes nothing away', () => {
  const bucket = new TokenBucket(10, 2);
  expect(bucket.take(0)).toBe(true);
  expect(bucket.take(-5_000)).toBe(true);
  expect([1, 2, 3].map(() => bucket.take(60_000))).toEqual([true, true, false]);
});
