/**
 * How much a value may be trusted, apart from its age. `uncertain` is also what a value without a
 * source time gets (D9). The numbers travel in frames and rows: append, never renumber.
 */
export const QUALITIES = ['good', 'uncertain', 'bad', 'substituted', 'simulated', 'manual'] as const;
export type Quality = (typeof QUALITIES)[number];

/**
 * Quality of a value as it is kept and shown: without a device time that may be believed it is uncertain,
 * and what comes from a simulated device is simulated, unless something worse is said of it (D9, D17).
 */
export function keptQuality(stated: Quality, isTimed: boolean, isSimulated: boolean): Quality {
  if (stated !== 'good') return stated;
  if (!isTimed) return 'uncertain';
  return isSimulated ? 'simulated' : 'good';
}

/** How old a value is against its own interval (D9). */
export const FRESHNESS = ['live', 'stale', 'lost', 'never'] as const;
export type Freshness = (typeof FRESHNESS)[number];

/** No interval is judged more finely than this: a network pause is no fault. */
export const STALE_FLOOR_MS = 3_000;

/** Silence after which a value is stale: twice its own interval, but at least the floor (D9). */
export const staleAfterMs = (intervalMs: number): number => Math.max(2 * intervalMs, STALE_FLOOR_MS);

/** Silence after which a value is lost: ten intervals, and never before it is stale (D9). */
export const lostAfterMs = (intervalMs: number): number => Math.max(10 * intervalMs, 2 * STALE_FLOOR_MS);

/**
 * Freshness of what arrived at `receivedAt`, judged at `now`, both by our own clock.
 * `undefined` means that nothing ever arrived, which is neither stale nor zero.
 */
export function freshness(receivedAt: number | undefined, intervalMs: number, now: number): Freshness {
  if (receivedAt === undefined) return 'never';
  const age = now - receivedAt;
  if (age > lostAfterMs(intervalMs)) return 'lost';
  return age > staleAfterMs(intervalMs) ? 'stale' : 'live';
}

/**
 * Last moment at which age alone leaves the judgement of `freshness` as it is at `now`; infinite when age
 * changes nothing any more. Whoever has judged need not judge again before it has passed.
 */
export function freshUntil(receivedAt: number | undefined, intervalMs: number, now: number): number {
  switch (freshness(receivedAt, intervalMs, now)) {
    case 'live':
      return (receivedAt ?? now) + staleAfterMs(intervalMs);
    case 'stale':
      return (receivedAt ?? now) + lostAfterMs(intervalMs);
    case 'lost':
    case 'never':
      return Number.POSITIVE_INFINITY;
  }
}
