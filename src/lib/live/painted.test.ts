import { beforeEach, expect, it } from 'vitest';
import { PAINTED_BOUNDS_MS } from '$lib/protocol/painted-bounds';
import { painted } from '$lib/protocol/up';
import { PaintedHistogram } from './painted';

const NOW = 1_763_630_000_000;
let local: number;
let histogram: PaintedHistogram;
beforeEach(() => {
  local = 1e6;
  histogram = new PaintedHistogram({ now: () => NOW, local: () => local }, { request: () => undefined });
});
const record = (...latencies: number[]) => {
  for (const ms of latencies) histogram.painted(NOW - ms);
};

it('counts each latency in the first bucket that holds it, and begins anew with each report', () => {
  record(-3, 0, 50, 51, 240, 250, 9_999);
  const report = histogram.take();
  const counted = report?.counts
    .map((count, i) => [PAINTED_BOUNDS_MS[i], count])
    .filter(([, count]) => count);
  expect(counted).toEqual([
    [25, 2],
    [50, 1],
    [75, 1],
    [250, 2],
    [undefined, 1],
  ]);
  expect(report?.sumMs).toBe(50 + 51 + 240 + 250 + 9_999);
  expect(painted.safeParse(report).success).toBe(true);
  expect(report?.counts).toHaveLength(PAINTED_BOUNDS_MS.length + 1);
  local += 10_000;
  expect(histogram.take()).toBeUndefined();
});

it('reports every ten seconds at most', () => {
  record(1);
  expect(histogram.take()).toBeDefined();
  record(1);
  local += 9_999;
  expect(histogram.take()).toBeUndefined();
  local += 1;
  expect(histogram.take()?.sumMs).toBe(1);
});

it('leaves out what no screen can have taken: a clock was wrong', () => {
  record(Number.NaN, 3_600_000);
  expect(histogram.take()).toBeUndefined();
});
