import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt, cellBox, layoutHeatMap, moveCursor } from './layout';

const groups = fc.array(fc.record({ count: fc.integer({ min: 0, max: 60 }), head: fc.constantFrom(0, 24) }), {
  minLength: 1,
  maxLength: 20,
});
const room = fc.record({
  width: fc.integer({ min: 300, max: 1600 }),
  height: fc.integer({ min: 200, max: 900 }),
  textAbove: fc.constantFrom(0, 56),
});

describe('the layout of a heat map', () => {
  it('gives ten cells a row one line each on a screen of 1440', () => {
    const layout = layoutHeatMap(
      Array.from({ length: 8 }, () => ({ count: 10 })),
      { width: 560, height: 400 },
    );
    expect(layout.rows.every((row) => row.lines === 1 && row.height === 48)).toBe(true);
    expect(layout.cell.height).toBe(32);
    expect(layout.cell.width).toBeGreaterThanOrEqual(43);
  });

  it.each([
    [2_000, 3, 12],
    [20_000, 3, 3],
  ])('fits %i cells in %i groups into one screen, no smaller than %i px', (count, n, least) => {
    const each = Math.ceil(count / n);
    const layout = layoutHeatMap(
      Array.from({ length: n }, () => ({ count: each, head: 24 })),
      {
        width: 1_060,
        height: 640,
      },
    );
    expect(layout.height).toBeLessThanOrEqual(640);
    expect(layout.cell.width).toBeGreaterThanOrEqual(least);
  });

  it('becomes higher than its room rather than hiding a cell', () => {
    const layout = layoutHeatMap([{ count: 50_000 }], { width: 400, height: 300 });
    expect(layout.height).toBeGreaterThan(300);
    expect(cellBox(layout, 49_999)).toBeDefined();
  });

  it('places every cell inside the map, and the point in its middle finds it again', () => {
    fc.assert(
      fc.property(groups, room, (g, r) => {
        const layout = layoutHeatMap(g, r);
        for (let i = 0; i < layout.total; i++) {
          const box = cellBox(layout, i);
          expect(box).toBeDefined();
          if (!box) continue;
          const [x, y, w, h] = box;
          expect(x + w).toBeLessThanOrEqual(Math.max(layout.width, w));
          expect(y + h).toBeLessThanOrEqual(layout.height);
          expect(cellAt(layout, x + w / 2, y + h / 2)).toBe(i);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds no cell where there is none', () => {
    const layout = layoutHeatMap([{ count: 3 }, { count: 0 }], { width: 560, height: 400 });
    expect(cellAt(layout, 559, 24)).toBe(-1);
    expect(cellAt(layout, 5, 72)).toBe(-1);
    expect(cellAt(layout, -5, 24)).toBe(-1);
  });
});

const KEYS = ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'];

describe('the keyboard cursor', () => {
  it('never leaves the map', () => {
    fc.assert(
      fc.property(groups, room, fc.array(fc.constantFrom(...KEYS), { maxLength: 40 }), (g, r, keys) => {
        fc.pre(g.some((group) => group.count > 0));
        const layout = layoutHeatMap(g, r);
        let index = 0;
        for (const key of keys) {
          index = moveCursor(layout, index, key) ?? -1;
          expect(index).toBeGreaterThanOrEqual(0);
          expect(index).toBeLessThan(layout.total);
        }
      }),
    );
  });

  it('steps over rows without cells and keeps its column', () => {
    const layout = layoutHeatMap([{ count: 10 }, { count: 0 }, { count: 4 }], { width: 560, height: 400 });
    expect(moveCursor(layout, 2, 'ArrowDown')).toBe(12);
    expect(moveCursor(layout, 8, 'ArrowDown')).toBe(13);
    expect(moveCursor(layout, 12, 'ArrowUp')).toBe(2);
    expect(moveCursor(layout, 3, 'PageDown')).toBe(10);
    expect(moveCursor(layout, 12, 'ArrowDown')).toBe(12);
  });

  it('leaves other keys alone', () => {
    expect(moveCursor(layoutHeatMap([{ count: 2 }], { width: 400, height: 100 }), 0, 'a')).toBeUndefined();
  });
});
