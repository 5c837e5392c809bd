import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBeyond } from './limit-beyond';

describe('a value and its limit', () => {
  it('is beyond a high limit when it reaches it, and until it is below limit less deadband', () => {
    expect(isBeyond('high', 85, 2, 84.9, false)).toBe(false);
    expect(isBeyond('high', 85, 2, 85, false)).toBe(true);
    expect(isBeyond('high', 85, 2, 83, true)).toBe(true);
    expect(isBeyond('high', 85, 2, 82.9, true)).toBe(false);
  });

  it('is beyond a low limit when it reaches it, and until it is above limit plus deadband', () => {
    expect(isBeyond('low', 410, 4, 410.1, false)).toBe(false);
    expect(isBeyond('low', 410, 4, 410, false)).toBe(true);
    expect(isBeyond('low', 410, 4, 414, true)).toBe(true);
    expect(isBeyond('low', 410, 4, 414.1, true)).toBe(false);
  });

  it('never changes by chatter that stays within the deadband', () => {
    const side = fc.constantFrom('high' as const, 'low' as const);
    const chatter = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(
        side,
        fc.integer({ min: -1_000, max: 1_000 }),
        fc.integer({ min: 1, max: 50 }),
        chatter,
        (which, limit, deadband, shares) => {
          // Strictly inside: at the limit itself a value is beyond it.
          const inside = shares.map((share) => deadband * (0.01 + 0.98 * share));
          const values = inside.map((by) => (which === 'high' ? limit - by : limit + by));
          for (const was of [true, false]) {
            expect(values.every((value) => isBeyond(which, limit, deadband, value, was) === was)).toBe(true);
          }
        },
      ),
    );
  });
});
