import type { Resolution } from '$lib/domain/telemetry/history';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from '$lib/domain/time';

interface RangeFacts {
  label: string;
  ms: number;
}

/** The time ranges of a page of trends, as they stand in its address. */
export const TREND_RANGES = {
  '15m': { label: '15 min', ms: 15 * MINUTE_MS },
  '1h': { label: '1 h', ms: HOUR_MS },
  '8h': { label: '8 h', ms: 8 * HOUR_MS },
  '24h': { label: '24 h', ms: DAY_MS },
  '7d': { label: '7 d', ms: 7 * DAY_MS },
  '30d': { label: '30 d', ms: 30 * DAY_MS },
} as const satisfies Record<string, RangeFacts>;

export type TrendRange = keyof typeof TREND_RANGES;

const DEFAULT_RANGE: TrendRange = '1h';

/**
 * Points that one trend may have: about two per pixel of a wide screen. The finest resolution that needs no
 * more is taken: every sample, or the least, mean and greatest of 10 s, 1 min or 1 h.
 */
export const MOST_POINTS = 1_500;

/** What a page of trends shows. */
export interface TrendWindow {
  range: TrendRange;
  /** End of a window that stands still; undefined while it goes along with the clock. */
  until: Instant | undefined;
}

const isRange = (text: string): text is TrendRange => Object.hasOwn(TREND_RANGES, text);

/** Reads `?range=1h&until=2026-11-21T12:00:00Z`; whatever cannot be read is the last hour, live. */
export function windowOf(query: URLSearchParams, now: Instant): TrendWindow {
  const asked = query.get('range') ?? '';
  const range = isRange(asked) ? asked : DEFAULT_RANGE;
  const until = Date.parse(query.get('until') ?? '');
  return { range, until: Number.isNaN(until) || until >= now ? undefined : until };
}

/** The same as a query, so that a link shows another person the same picture. */
export function queryOf({ range, until }: TrendWindow): string {
  const query = new URLSearchParams({ range });
  if (until !== undefined) query.set('until', new Date(until).toISOString());
  return `?${query.toString()}`;
}

/** Beginning and end of a window at `now`. */
export function edgesOf({ range, until }: TrendWindow, now: Instant): { from: Instant; to: Instant } {
  const to = until ?? now;
  return { from: to - TREND_RANGES[range].ms, to };
}

/** The window half its own length earlier or later; one that would reach `now` goes along with the clock again. */
export function shifted(window: TrendWindow, direction: 'earlier' | 'later', now: Instant): TrendWindow {
  const step = TREND_RANGES[window.range].ms / 2;
  const until = edgesOf(window, now).to + (direction === 'earlier' ? -step : step);
  return { range: window.range, until: until >= now ? undefined : until };
}

/** What one point of a trend is, in words. */
export const RESOLUTION_WORDS = {
  raw: 'every sample',
  '10s': 'a point every 10 s, band from least to greatest',
  '1m': 'a point every minute, band from least to greatest',
  '1h': 'a point every hour, band from least to greatest',
} as const satisfies Record<Resolution, string>;
