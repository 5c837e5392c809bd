import { PERIOD_NAMES, TREND_PERIODS, type TrendPeriod } from '$lib/domain/posture/trends/period';
import { DAY_MS } from '$lib/domain/time';
import { apiPath } from '$lib/live/api';
import type { TrendReport } from '$lib/protocol/trends';

/** What a page of trends shows, all of it in its address; '' is any. */
export interface TrendQuery {
  period: TrendPeriod;
  site: string;
  zone: string;
  /** Last day, as `2026-11-21`; '' while the window goes along with today. */
  until: string;
  /** Whether the window before is drawn too. */
  compare: 'on' | 'off';
  /** Whether charts are shown as tables. */
  as: 'charts' | 'tables';
}

const USUAL: TrendQuery = { period: '13w', site: '', zone: '', until: '', compare: 'on', as: 'charts' };
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads the address; whatever cannot be read is as usual. */
export function trendQueryOf(query: URLSearchParams): TrendQuery {
  const period = query.get('period') ?? '';
  const place = (name: string): string => (query.get(name) ?? '').replaceAll('\0', '').slice(0, 100);
  const until = query.get('until') ?? '';
  return {
    period: PERIOD_NAMES.find((name) => name === period) ?? USUAL.period,
    // A zone names its site.
    site: place('zone') === '' ? place('site') : '',
    zone: place('zone'),
    until: DAY.test(until) && !Number.isNaN(Date.parse(until)) ? until : '',
    compare: query.get('compare') === 'off' ? 'off' : 'on',
    as: query.get('as') === 'tables' ? 'tables' : 'charts',
  };
}

/** The address of `path` that shows this; what is as usual is left out. */
export function trendAddress(path: string, query: TrendQuery, change: Partial<TrendQuery> = {}): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...change })) {
    if (value !== USUAL[name as keyof TrendQuery]) given.set(name, value);
  }
  const text = given.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** What the API is asked for. */
export const trendAsk = ({ period, site, zone, until }: TrendQuery): Record<string, string> => ({
  period,
  site,
  zone,
  until,
});

/** Address of the same as a file. */
export const trendFile = (query: TrendQuery): string => apiPath('/trends/export', trendAsk(query));

const dayName = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Last day of the window that lies half its length earlier or later; '' for one that would reach today. */
export function shiftedDay(
  { period, from }: Pick<TrendReport, 'period' | 'from'>,
  direction: 'earlier' | 'later',
  now: number,
): string {
  const { days } = TREND_PERIODS[period];
  const half = Math.round(days / 2);
  const last = from + (days - 1 + (direction === 'earlier' ? -half : half)) * DAY_MS;
  return dayName(last) >= dayName(now) ? '' : dayName(last);
}
