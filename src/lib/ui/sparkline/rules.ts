export interface SparklineData {
  /** Oldest first, evenly spaced; null is a gap, which is never bridged. */
  values: readonly (number | null)[];
  /** Normal band, drawn as the light slab. */
  normal?: readonly [number, number] | undefined;
  limits?: readonly number[] | undefined;
  stale?: boolean | undefined;
}

/** Lowest and highest of what is drawn, with a little air; a flat line lies in the middle. */
export function sparkRange({ values, normal, limits }: SparklineData): readonly [number, number] {
  const all = [...values.filter((v) => v !== null), ...(normal ?? []), ...(limits ?? [])];
  if (all.length === 0) return [0, 1];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const air = high === low ? Math.max(Math.abs(high) * 0.1, 0.5) : (high - low) * 0.08;
  return [low - air, high + air];
}

/** Runs of neighbouring values: the pieces between gaps, as [index, value] pairs. */
export function sparkRuns(values: readonly (number | null)[]): (readonly [index: number, value: number])[][] {
  const runs: (readonly [number, number])[][] = [];
  let run: (readonly [number, number])[] = [];
  for (const [i, v] of values.entries()) {
    if (v !== null) run.push([i, v]);
    else if (run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  if (run.length > 0) runs.push(run);
  return runs;
}
