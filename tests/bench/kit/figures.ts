import type { Figure } from './scenario';

/** Nearest-rank percentile of values in any order; NaN of none. `p` from 0 to 100. */
export function percentile(values: ArrayLike<number>, p: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle value, or the mean of the two in the middle; NaN of none, and when one of them is NaN. */
export function median(values: ArrayLike<number>): number {
  // Sorted, NaN would only count as the largest.
  if (Array.from(values).some(Number.isNaN)) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? Number.NaN)) / 2 : upper;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The median, and in words what it is of. */
export const medianOf = (
  values: readonly number[],
): Pick<Figure, 'value' | 'detail'> & { detail: string } => ({
  value: median(values),
  detail: `median of ${values.map(written).join(', ')}`,
});

/** The worst of several windows, each of which has to keep a limit; NaN when one was not measured. */
export const worstOf = (
  values: readonly number[],
  worst: 'least' | 'most',
): { value: number; detail: string } => ({
  value: values.length === 0 ? Number.NaN : worst === 'least' ? Math.min(...values) : Math.max(...values),
  detail: `${worst} of ${values.map(written).join(', ')}`,
});

/**
 * Of the same figures measured several times, each one's median; its detail names the runs. A figure that
 * one run could not measure has no median.
 */
export function medianOfRuns(runs: readonly (readonly Figure[])[]): Figure[] {
  const [first = [], ...others] = runs;
  if (others.length === 0) return [...first];
  return first.map((figure) => {
    const values = runs.map((run) => run.find(({ name }) => name === figure.name)?.value ?? Number.NaN);
    const value = median(values);
    const said = `median of ${values.map(written).join(', ')}`;
    return { ...figure, value, detail: figure.detail === undefined ? said : `${figure.detail}; ${said}` };
  });
}

/** Whether a figure keeps its limit; undefined when it has none. */
export function verdictOn({ value, limit }: Figure): 'reached' | 'missed' | undefined {
  if (limit === undefined) return undefined;
  return ('most' in limit ? value <= limit.most : value >= limit.least) ? 'reached' : 'missed';
}

/** A number with as many digits as differences of a few percent need. */
export function written(value: number): string {
  if (!Number.isFinite(value)) return 'not measured';
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
