/** A shift of what stood on the screen; `at` in ms. */
export interface LayoutShift {
  at: number;
  value: number;
}

/** Cumulative layout shift as browsers report it: the worst session of shifts under 1 s apart, 5 s at most. */
export function cumulativeShift(shifts: readonly LayoutShift[]): number {
  let worst = 0;
  let sum = 0;
  let first = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { at, value } of shifts) {
    const continues = at - last < 1_000 && at - first < 5_000;
    sum = continues ? sum + value : value;
    if (!continues) first = at;
    last = at;
    worst = Math.max(worst, sum);
  }
  return worst;
}
