import { expect, it } from 'vitest';
import { median, medianOf, medianOfRuns, percentile, verdictOn, worstOf, written } from './figures';

const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);

it('a percentile is a value that was measured', () => {
  expect([50, 95, 99, 100, 0].map((p) => percentile(hundred, p))).toEqual([50, 95, 99, 100, 1]);
  expect(percentile([7], 99)).toBe(7);
  expect(percentile([], 99)).toBeNaN();
});

it('the median of an even number of values lies between the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
});

it('what one window could not measure has no median and no worst, and misses its limit', () => {
  const windows = [1, Number.NaN, 2];
  expect(median(windows)).toBeNaN();
  expect(median([Number.NaN, 1, 2, 3])).toBeNaN();
  const most = worstOf(windows, 'most');
  const least = worstOf(windows, 'least');
  for (const figure of [medianOf(windows), most, least, worstOf([], 'most')]) {
    expect(figure.value).toBeNaN();
    expect(verdictOn({ name: 'x', unit: '', limit: { most: 10 }, ...figure })).toBe('missed');
    expect(verdictOn({ name: 'x', unit: '', limit: { least: 0 }, ...figure })).toBe('missed');
  }
  expect(worstOf([2, 1, 3], 'least')).toEqual({ value: 1, detail: 'least of 2, 1, 3' });
});

it('runs become medians that name their runs', () => {
  const runs = [300, 100, 200].map((value) => [{ name: 'p99', value, unit: 'ms', limit: { most: 250 } }]);
  expect(medianOfRuns(runs)).toEqual([
    { name: 'p99', value: 200, unit: 'ms', limit: { most: 250 }, detail: 'median of 300, 100, 200' },
  ]);
  expect(medianOfRuns(runs.slice(0, 1))).toEqual(runs[0]);
});

it('a run that could not measure a figure leaves no median of the others', () => {
  const of = (value: number) => [{ name: 'p99', value, unit: 'ms' }];
  expect(medianOfRuns([of(1), of(Number.NaN), of(2)])[0]?.value).toBeNaN();
  expect(medianOfRuns([of(1), []])[0]?.value).toBeNaN();
});

it('a limit is reached at its very value, and missed by what was not measured', () => {
  const verdict = (value: number, limit?: { most: number } | { least: number }) =>
    verdictOn({ name: 'x', value, unit: '', ...(limit && { limit }) });
  expect(verdict(500, { most: 500 })).toBe('reached');
  expect(verdict(500.1, { most: 500 })).toBe('missed');
  expect(verdict(0.6, { least: 0.6 })).toBe('reached');
  expect(verdict(0.59, { least: 0.6 })).toBe('missed');
  expect(verdict(Number.NaN, { most: 500 })).toBe('missed');
  expect(verdict(Number.NaN, { least: 0 })).toBe('missed');
  expect(verdict(1)).toBeUndefined();
});

it('numbers are written with the digits that tell them apart', () => {
  expect([123_456.7, 12.34, 1.234, 0.01234, -250.4, Number.NaN].map(written)).toEqual([
    '123,457',
    '12.3',
    '1.23',
    '0.012',
    '-250',
    'not measured',
  ]);
});
