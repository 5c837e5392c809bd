import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '$lib/domain/time';
import { edgesOf, queryOf, shifted, TREND_RANGES, windowOf, type TrendRange } from './trend-range';

const NOW = Date.UTC(2026, 10, 21, 14, 3, 22);
const read = (query: string) => windowOf(new URLSearchParams(query), NOW);
const ranges = Object.keys(TREND_RANGES) as TrendRange[];

describe('the time in the address', () => {
  it('opens as the same picture for another person', () => {
    const past = fc.option(fc.integer({ min: 0, max: NOW - 1 }), { nil: undefined });
    fc.assert(
      fc.property(fc.constantFrom(...ranges), past, (range, until) => {
        expect(read(queryOf({ range, until }))).toEqual({ range, until });
      }),
    );
  });

  it.each(['', 'range=constructor', 'range=2y', 'until=yesterday'])(
    'that cannot be read (%s) is the last hour, live',
    (query) => {
      expect(read(query)).toEqual({ range: '1h', until: undefined });
    },
  );

  it('in the future is now', () => {
    expect(read(`until=${new Date(NOW + HOUR_MS).toISOString()}`).until).toBeUndefined();
  });
});

describe('the window', () => {
  it('goes along with the clock, or stands still', () => {
    expect(edgesOf({ range: '1h', until: undefined }, NOW)).toEqual({ from: NOW - HOUR_MS, to: NOW });
    expect(edgesOf({ range: '1h', until: 5 * HOUR_MS }, NOW)).toEqual({ from: 4 * HOUR_MS, to: 5 * HOUR_MS });
  });

  it.each(ranges)('of %s shifts by half of itself and comes back to live', (range) => {
    const earlier = shifted({ range, until: undefined }, 'earlier', NOW);
    expect(earlier.until).toBe(NOW - TREND_RANGES[range].ms / 2);
    expect(shifted(earlier, 'later', NOW)).toEqual({ range, until: undefined });
  });
});
