import fc from 'fast-check';
import { expect, it } from 'vitest';
import { freshness, freshUntil, lostAfterMs, staleAfterMs } from './quality';

const NOW = 1_763_630_000_000;

it('a value is stale after two intervals, lost after ten, and never judged before three seconds', () => {
  expect([staleAfterMs(5_000), lostAfterMs(5_000)]).toEqual([10_000, 50_000]);
  expect([staleAfterMs(100), lostAfterMs(100)]).toEqual([3_000, 6_000]);
  expect(freshness(undefined, 1_000, NOW)).toBe('never');
  expect(freshness(NOW - 3_000, 1_000, NOW)).toBe('live');
  expect(freshness(NOW - 3_001, 1_000, NOW)).toBe('stale');
  expect(freshness(NOW - 10_001, 1_000, NOW)).toBe('lost');
});

it('a judgement holds until the moment it is said to hold, and not a millisecond longer', () => {
  fc.assert(
    fc.property(
      fc.option(fc.integer({ min: -1_000, max: 30_000 }), { nil: undefined }),
      fc.integer({ min: 50, max: 2_000 }),
      fc.nat(40_000),
      (age, intervalMs, later) => {
        const receivedAt = age === undefined ? undefined : NOW - age;
        const judged = freshness(receivedAt, intervalMs, NOW);
        const until = freshUntil(receivedAt, intervalMs, NOW);
        const isHolding = NOW + later <= until;
        expect(freshness(receivedAt, intervalMs, NOW + later) === judged).toBe(isHolding);
      },
    ),
  );
});
