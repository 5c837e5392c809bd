import fc from 'fast-check';
import { expect, it } from 'vitest';
import { percentile } from '../figures';
import { LatencyHistogram } from './latency-histogram';

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

it('tells every percentile within a millisecond', () => {
  const latencies = fc.array(fc.double({ min: 0, max: 9_999, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(latencies, fc.constantFrom(50, 95, 99), (values, p) => {
      const error = histogramOf(values).percentile(p) - percentile(values, p);
      expect(error).toBeGreaterThan(0);
      expect(error).toBeLessThanOrEqual(1);
    }),
  );
});

it('judges several as one', () => {
  const all = histogramOf([1, 2]);
  all.merge(histogramOf([30_000]));
  expect(all.summary()).toEqual({ count: 3, p50: 3, p95: 30_000, p99: 30_000, max: 30_000 });
});

it('says nothing of nothing, also after it was emptied', () => {
  const histogram = histogramOf([5]);
  histogram.reset();
  expect(histogram.summary()).toEqual({ count: 0, p50: NaN, p95: NaN, p99: NaN, max: 0 });
});
