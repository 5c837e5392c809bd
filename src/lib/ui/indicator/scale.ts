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

/** Ticks nearer to one another than this part of the scale would have their names on top of each other. */
const NAME_ROOM = 0.12;

/** Which way a tick's name is written: away from a neighbour that is close, else centred over the tick. */
export function nameAnchor(all: readonly { at: number }[], i: number): 'start' | 'middle' | 'end' {
  const at = all[i]?.at ?? 0;
  const before = all[i - 1]?.at;
  const after = all[i + 1]?.at;
  if (after !== undefined && after - at < NAME_ROOM) return 'end';
  return before !== undefined && at - before < NAME_ROOM ? 'start' : 'middle';
}
