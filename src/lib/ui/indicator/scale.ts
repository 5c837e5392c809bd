/** Limits of an indicator in the unit of its value; each may be absent. */
export interface Limits {
  ll?: number | undefined;
  l?: number | undefined;
  h?: number | undefined;
  hh?: number | undefined;
}

export type Band = readonly [low: number, high: number];

/** Which limit a value is beyond, the furthest first. */
export type Beyond = 'LL' | 'L' | 'H' | 'HH' | undefined;

/** Place of a value on an instrument's range, 0..1; what lies outside is pinned to the end. */
export function position(value: number, [low, high]: Band): number {
  if (!(high > low)) return 0;
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** Reaching a limit counts as beyond it. */
export function beyond(value: number, limits: Limits): Beyond {
  if (limits.hh !== undefined && value >= limits.hh) return 'HH';
  if (limits.ll !== undefined && value <= limits.ll) return 'LL';
  if (limits.h !== undefined && value >= limits.h) return 'H';
  if (limits.l !== undefined && value <= limits.l) return 'L';
  return undefined;
}

/** The limits that exist, in the order of the scale, with their place on it. */
export function ticks(
  limits: Limits,
  range: Band,
): { name: 'LL' | 'L' | 'H' | 'HH'; at: number; value: number }[] {
  const all = [
    { name: 'LL', value: limits.ll },
    { name: 'L', value: limits.l },
    { name: 'H', value: limits.h },
    { name: 'HH', value: limits.hh },
  ] as const;
  return all.flatMap(({ name, value }) =>
    value === undefined ? [] : [{ name, value, at: position(value, range) }],
  );
}
