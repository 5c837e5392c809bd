import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spread, timeTicks } from './axis';
import { trendCsv } from './csv';
import { nearest, pieces, thin } from './points';
import { TrendBuffer } from './trend-buffer.svelte';

const filled = (times: readonly number[], gapMs = 2_500, capacity = 100): TrendBuffer => {
  const buffer = new TrendBuffer(gapMs, capacity);
  for (const t of times) buffer.push(t, t / 1_000);
  return buffer;
};

describe('the buffer', () => {
  it('keeps the newest points and no more than fit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), (count) => {
        const buffer = filled(
          Array.from({ length: count }, (_, i) => i * 1_000),
          2_500,
          20,
        );
        expect(buffer.length).toBe(Math.min(20, count));
        if (count > 0) expect(buffer.time(buffer.length - 1)).toBe((count - 1) * 1_000);
        for (let i = 1; i < buffer.length; i++) expect(buffer.time(i)).toBeGreaterThan(buffer.time(i - 1));
      }),
    );
  });

  it('takes no point twice and none that is no number', () => {
    const buffer = filled([1_000, 2_000]);
    expect([buffer.push(2_000, 9), buffer.push(1_500, 9), buffer.push(3_000, NaN)]).toEqual([
      false,
      false,
      false,
    ]);
    expect(buffer.length).toBe(2);
  });

  it('goes on live where history ended', () => {
    const buffer = filled([]);
    buffer.load({ t: [1_000, 2_000], min: [1, 1], max: [3, 3], avg: [2, 2], gapMs: 1_500 });
    buffer.push(3_000, 7);
    expect([buffer.at(0), buffer.at(2)]).toEqual([
      { t: 1_000, min: 1, max: 3, avg: 2 },
      { t: 3_000, min: 7, max: 7, avg: 7 },
    ]);
    expect(buffer.gapMs).toBe(1_500);
  });

  it('gathers live values into the stretch that history has begun', () => {
    const buffer = filled([]);
    buffer.load({
      t: [0, 60_000],
      min: [1, 4],
      max: [3, 4],
      avg: [2, 4],
      count: [60, 1],
      gapMs: 60_000,
      widthMs: 60_000,
    });
    buffer.push(61_000, 10);
    buffer.push(125_000, 7);
    buffer.push(119_000, 1);
    expect([buffer.at(1), buffer.at(2)]).toEqual([
      { t: 60_000, min: 4, max: 10, avg: 7 },
      { t: 120_000, min: 7, max: 7, avg: 7 },
    ]);
    expect(buffer.length).toBe(3);
  });

  it('tells those who draw that something changed', () => {
    const buffer = filled([]);
    const before = buffer.revision;
    buffer.push(1_000, 1);
    expect(buffer.revision).toBeGreaterThan(before);
  });
});

describe('what is drawn', () => {
  it('is cut at gaps, which are never bridged', () => {
    const buffer = filled([0, 1_000, 2_000, 10_000, 11_000]);
    expect(pieces(buffer, 0, 20_000).map((p) => p.map((q) => q.t))).toEqual([
      [0, 1_000, 2_000],
      [10_000, 11_000],
    ]);
  });

  it('runs to the edge of the range', () => {
    const [piece] = pieces(filled([0, 1_000, 2_000, 3_000, 4_000]), 1_500, 2_500);
    expect(piece?.map((p) => p.t)).toEqual([1_000, 2_000, 3_000]);
  });

  it('keeps the least and the greatest value however much it is thinned', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 800 }),
        (v) => {
          const piece = v.map((avg, i) => ({ t: i * 10, min: avg, max: avg, avg }));
          const thinned = thin(piece, 0, v.length * 10, 40);
          expect(thinned.length).toBeLessThanOrEqual(Math.max(80, 1) + 2);
          expect(Math.min(...thinned.map((p) => p.min))).toBe(Math.min(...v));
          expect(Math.max(...thinned.map((p) => p.max))).toBe(Math.max(...v));
          expect(thinned.every((p, i) => i === 0 || p.t > (thinned[i - 1]?.t ?? -1))).toBe(true);
        },
      ),
    );
  });

  it('under the cursor is the nearest point, and nothing in a gap', () => {
    const buffer = filled([0, 1_000, 10_000]);
    expect(nearest(buffer, 900)?.t).toBe(1_000);
    expect(nearest(buffer, 5_000)).toBeUndefined();
    expect(nearest(filled([]), 0)).toBeUndefined();
  });
});

describe('the axis', () => {
  it('has ticks on round local times', () => {
    const from = Date.UTC(2026, 10, 21, 12, 7);
    const { step, at } = timeTicks(from, from + 3_600_000, 8, 3_600_000);
    expect(step).toBe(600_000);
    expect(at[0]).toBe(Date.UTC(2026, 10, 21, 12, 10));
    expect(at).toHaveLength(6);
  });

  it('puts days at local midnight', () => {
    const { at } = timeTicks(Date.UTC(2026, 10, 1), Date.UTC(2026, 10, 8), 8, 3_600_000);
    expect(at.every((t) => new Date(t + 3_600_000).getUTCHours() === 0)).toBe(true);
  });

  it('labels never lie on one another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ y: fc.integer({ min: -20, max: 90 }) }), { maxLength: 5 }),
        (labels) => {
          const placed = spread(labels, 14, 72);
          expect(placed).toHaveLength(labels.length);
          for (let i = 1; i < placed.length; i++) {
            expect((placed[i]?.y ?? 0) - (placed[i - 1]?.y ?? 0)).toBeGreaterThanOrEqual(14);
          }
        },
      ),
    );
  });
});

describe('the CSV', () => {
  const pen = (label: string, buffer: TrendBuffer) => ({
    id: label,
    label,
    unit: 'V',
    digits: 0,
    range: [0, 900] as const,
    buffer,
    live: true,
  });

  it('holds what is shown, joined by time, with empty fields where a pen has no point', () => {
    const csv = trendCsv([pen('A', filled([1_000, 2_000])), pen('B', filled([2_000, 3_000]))], 1_500, 3_000);
    expect(csv.split('\r\n')).toEqual([
      'time (UTC),A [V] mean,A [V] min,A [V] max,B [V] mean,B [V] min,B [V] max',
      '1970-01-01T00:00:02.000Z,2,2,2,2,2,2',
      '1970-01-01T00:00:03.000Z,,,,3,3,3',
      '',
    ]);
  });

  it('gives a spreadsheet no formula to run', () => {
    expect(trendCsv([pen('=1+1, "x"', filled([]))], 0, 1)).toContain(`"'=1+1, ""x"" [V] mean"`);
  });
});
