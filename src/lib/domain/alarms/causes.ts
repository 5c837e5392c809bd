import type { AlarmDefinition } from './definition';

/** After the cause is gone, what it explained is judged anew after so many publish intervals. */
export const SETTLE_INTERVALS = 2;

/** How long what a cause explained stays held after the cause has returned to normal. */
export const settleMs = (expectedIntervalMs: number): number => SETTLE_INTERVALS * expectedIntervalMs;

/**
 * Definitions in an order in which every cause comes before what it explains: in one batch the cause is known
 * before its effects would be annunciated. Circles are broken where they are met.
 */
export function causesFirst(definitions: ReadonlyMap<string, AlarmDefinition>): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  const visit = (id: string, trail: readonly string[]): number => {
    const known = ranks.get(id);
    if (known !== undefined) return known;
    if (trail.includes(id)) return 0;
    const causes = definitions.get(id)?.causes ?? [];
    const rank =
      causes.length === 0 ? 0 : 1 + Math.max(...causes.map((cause) => visit(cause, [...trail, id])));
    ranks.set(id, rank);
    return rank;
  };
  for (const id of definitions.keys()) visit(id, []);
  return ranks;
}

/** Definitions that explain others. */
export const causeIds = (definitions: ReadonlyMap<string, AlarmDefinition>): ReadonlySet<string> =>
  new Set([...definitions.values()].flatMap(({ causes }) => causes));
