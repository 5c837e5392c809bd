import { FRESHNESS, freshness, type Freshness } from '$lib/domain/telemetry/quality';

/** The worse of two: what the server said holds until age alone says worse. */
export function worse(a: Freshness, b: Freshness): Freshness {
  return FRESHNESS.indexOf(a) >= FRESHNESS.indexOf(b) ? a : b;
}

/**
 * Freshness of something as it stands now, without the server: what the server said when it sent it, or
 * worse by age. `receivedAt` NaN means that it never came or that its age is beyond telling; then what the
 * server said stands, except that nothing of unknown age is live.
 */
export function freshnessNow(
  told: Freshness,
  receivedAt: number,
  intervalMs: number,
  serverNow: number,
): Freshness {
  if (told === 'never') return 'never';
  if (Number.isNaN(receivedAt)) return worse(told, 'lost');
  return worse(told, freshness(receivedAt, intervalMs, serverNow));
}
