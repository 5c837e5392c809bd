import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberRanges } from './ranges';

describe('a set of numbers as ranges', () => {
  it('is the set, in whatever order its members come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60)), (numbers) => {
        const set = new Set<number>();
        const ranges = new NumberRanges();
        for (const n of numbers) {
          expect(ranges.add(n)).toBe(!set.has(n));
          set.add(n);
        }
        expect(ranges.count).toBe(set.size);
        expect(ranges.last).toBe(set.size === 0 ? undefined : Math.max(...set));
        for (let n = 0; n <= 61; n += 1) expect(ranges.has(n)).toBe(set.has(n));
        expect(NumberRanges.of(ranges.ranges).count).toBe(set.size);
      }),
    );
  });

  it('is one range when nothing is missing', () => {
    const ranges = new NumberRanges();
    for (const n of [1, 0, 4, 2, 3]) ranges.add(n);
    expect(ranges.ranges).toEqual([[0, 5]]);
  });
});
