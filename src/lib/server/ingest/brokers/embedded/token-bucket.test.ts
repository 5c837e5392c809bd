import { expect, it } from 'vitest';
import { TokenBucket } from './token-bucket';

/** Messages that pass in `ms`, when more are always waiting and pauses are kept. */
function passed(bucket: TokenBucket, ms: number): number {
  let now = 0;
  let count = 0;
  while (now < ms) {
    now += bucket.spend(now);
    count += 1;
  }
  return count;
}

it('lets one burst of a second pass, then the rate', () => {
  expect(passed(new TokenBucket(100), 10_000)).toBeGreaterThanOrEqual(1_090);
  expect(passed(new TokenBucket(100), 10_000)).toBeLessThanOrEqual(1_110);
});

it('never pauses a gateway within its rate', () => {
  const bucket = new TokenBucket(10);
  const pauses = Array.from({ length: 100 }, (_, i) => bucket.spend(i * 100));
  expect(Math.max(...pauses)).toBe(0);
});

it('saves up no more than one second', () => {
  const bucket = new TokenBucket(100);
  bucket.spend(0);
  const burst = Array.from({ length: 150 }, () => bucket.spend(3_600_000));
  expect(burst.filter((pause) => pause === 0).length).toBeLessThan(110);
});

it('a clock that steps back costs nothing and gives nothing', () => {
  const bucket = new TokenBucket(1_000);
  bucket.spend(10_000);
  expect(bucket.spend(5_000)).toBe(0);
});
