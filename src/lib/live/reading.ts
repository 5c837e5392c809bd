import type { Freshness, Quality } from '$lib/domain/telemetry/quality';
import type { Instant } from '$lib/domain/time';

/** One value and as much doubt as it deserves, judged at the moment it was taken up for show. */
export interface Reading {
  /** The last value known, also when it is lost; undefined when there never was one. */
  value: number | undefined;
  quality: Quality;
  /** The worse of what the server said and what the value's age says now. */
  freshness: Freshness;
  /** Milliseconds since the server received it; undefined for never, or longer than is known. */
  ageMs: number | undefined;
  /** When the server received it, by the server's clock. */
  receivedAt: Instant | undefined;
  /** When the device measured it, by the device's clock. */
  sourceTime: Instant | undefined;
}

/** What is shown before anything arrived. */
export const NO_READING: Reading = {
  value: undefined,
  quality: 'good',
  freshness: 'never',
  ageMs: undefined,
  receivedAt: undefined,
  sourceTime: undefined,
};
