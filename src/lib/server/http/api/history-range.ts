import { DomainError } from '../../../domain/errors';
import { RESOLUTION_MS, RESOLUTIONS, type Resolution } from '../../../domain/telemetry/history';
import { SIGNALS, type SignalKey } from '../../../domain/telemetry/signals';
import { DAY_MS, HOUR_MS, type Instant } from '../../../domain/time';

/** Points that one answer may hold. */
export const MAX_POINTS = 5_000;

/** Clocks of devices may run ahead by as much. */
const AHEAD_MS = 2 * DAY_MS;

/**
 * The time asked for, cut to where anything can be kept: a range of centuries would be pages upon pages of
 * nothing. A range that lies outside altogether is empty.
 */
export function askedRange(
  query: { from?: string | undefined; to?: string | undefined },
  now: Instant,
  keptDays: number,
): { start: Instant; to: Instant } {
  const end = query.to === undefined ? now : Date.parse(query.to);
  const start = query.from === undefined ? end - HOUR_MS : Date.parse(query.from);
  if (start >= end) {
    const message = 'must lie before the end of the range';
    throw new DomainError('input.invalid', undefined, { issues: [{ path: 'from', message }] });
  }
  const to = Math.min(end, now + AHEAD_MS);
  return { start: Math.min(Math.max(start, now - (keptDays + 1) * DAY_MS), to - 1), to };
}

/** The finest resolution of which the whole range fits one page, for those who do not choose; words have no averages. */
export function resolutionFor(signal: SignalKey, rangeMs: number, limit: number): Resolution {
  if (SIGNALS[signal].kind === 'word') return 'raw';
  const summaries = RESOLUTIONS.filter((one) => one !== 'raw');
  if (rangeMs <= limit * 1_000) return 'raw';
  return summaries.find((one) => rangeMs / RESOLUTION_MS[one] <= limit) ?? '1h';
}

/**
 * Where a page's range ends, so that it cannot hold more points than are read at a time: buckets are
 * counted; raw samples are reckoned at ten times the expected rate, and at least ten a second.
 */
export function endOfPage(
  from: number,
  to: number,
  resolution: Resolution,
  limit: number,
  intervalMs: number,
): number {
  const stepMs =
    resolution === 'raw' ? Math.max(1, Math.min(intervalMs / 10, 100)) : RESOLUTION_MS[resolution];
  const wholeDays = Math.min(to, from + 400 * DAY_MS);
  return Math.min(wholeDays, from + stepMs * (resolution === 'raw' ? MAX_POINTS : limit));
}
