/** One reading at a time of any unit. */
export interface Reading {
  at: number;
  value: number;
}

/** Slope of the line with the least squares, per unit of time; NaN of fewer than two readings. */
export function slope(readings: readonly Reading[]): number {
  const n = readings.length;
  const meanAt = readings.reduce((sum, { at }) => sum + at, 0) / n;
  const meanValue = readings.reduce((sum, { value }) => sum + value, 0) / n;
  let above = 0;
  let below = 0;
  for (const { at, value } of readings) {
    above += (at - meanAt) * (value - meanValue);
    below += (at - meanAt) ** 2;
  }
  return above / below;
}
