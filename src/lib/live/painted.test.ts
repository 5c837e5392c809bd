import { expect, it } from 'vitest';
import { PAINTED_BOUNDS_MS } from '$lib/protocol/painted-bounds';
import { painted } from '$lib/protocol/up';
import { PaintedHistogram } from './painted';

it('counts each latency in the first bucket that holds it, and begins anew with each report', () => {
  const histogram = new PaintedHistogram();
  for (const ms of [-3, 0, 50, 51, 240, 250, 9_999]) histogram.record(ms);
  const report = histogram.take();
  expect(report).toEqual({ counts: [3, 1, 0, 2, 0, 0, 0, 0, 1], sumMs: 50 + 51 + 240 + 250 + 9_999 });
  expect(painted.safeParse(report).success).toBe(true);
  expect(report?.counts).toHaveLength(PAINTED_BOUNDS_MS.length + 1);
  expect(histogram.take()).toBeUndefined();
});

it('leaves out what no screen can have taken: a clock was wrong', () => {
  const histogram = new PaintedHistogram();
  histogram.record(Number.NaN);
  histogram.record(3_600_000);
  expect(histogram.take()).toBeUndefined();
});
