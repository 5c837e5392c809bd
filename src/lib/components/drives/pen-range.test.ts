import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extentOf, penRange } from './pen-range';

const value = fc.double({ min: -1e4, max: 1e4, noNaN: true });

describe('the axis of a trend', () => {
  it('holds everything that is shown', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const [bottom, top] = penRange([low, high], undefined);
        expect(bottom).toBeLessThanOrEqual(low);
        expect(top).toBeGreaterThanOrEqual(high);
        expect(top).toBeGreaterThan(bottom);
      }),
    );
  });

  it('holds values beyond the instrument too, and the limits that warn', () => {
    expect(penRange([640, 1_010], { range: [0, 1_000], h: 660 })[1]).toBeGreaterThanOrEqual(1_010);
    const [low, high] = penRange([555, 556], { range: [0, 1_000], l: 480, h: 660 });
    expect(low).toBeLessThanOrEqual(480);
    expect(high).toBeGreaterThanOrEqual(660);
  });

  it('does not blow noise up: it shows at least a fifth of the instrument', () => {
    const [low, high] = penRange([43, 43.1], { range: [0, 100] });
    expect(high - low).toBeGreaterThanOrEqual(20);
  });

  it('without any value is the instrument', () => {
    expect(penRange(undefined, { range: [0, 1_000] })).toEqual([0, 1_000]);
  });
});

it('an empty series has no extent', () => {
  expect(extentOf({ min: [], max: [] })).toBeUndefined();
  expect(extentOf({ min: [2, -1], max: [5, 3] })).toEqual([-1, 5]);
});
