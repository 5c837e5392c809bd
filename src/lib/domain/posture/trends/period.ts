import { DAY_MS, type Instant } from '../../time';

interface PeriodFacts {
  label: string;
  days: number;
  /** Days between two looks at how things stood. */
  standDays: number;
  /** Days over which what happened is counted together. */
  flowDays: number;
}

/** Lengths of time over which a manager looks back: whole weeks, so that two of them compare. */
export const TREND_PERIODS = {
  '30d': { label: '30 days', days: 30, standDays: 1, flowDays: 5 },
  '13w': { label: '13 weeks', days: 91, standDays: 1, flowDays: 7 },
  '52w': { label: '52 weeks', days: 364, standDays: 7, flowDays: 28 },
  '156w': { label: '3 years', days: 1_092, standDays: 7, flowDays: 84 },
} as const satisfies Record<string, PeriodFacts>;
export type TrendPeriod = keyof typeof TREND_PERIODS;
export const PERIOD_NAMES = Object.keys(TREND_PERIODS) as [TrendPeriod, ...TrendPeriod[]];

/** A stretch of whole UTC days, the last one up to now when it is today. */
export interface TrendWindow {
  period: TrendPeriod;
  from: Instant;
  to: Instant;
  /** Moments at which it is asked how things stood; the last is `to`. */
  standAt: readonly Instant[];
  /** Edges of the stretches in which what happened is counted: one more than there are stretches. */
  flowEdges: readonly Instant[];
}

const dayOf = (at: Instant): Instant => Math.floor(at / DAY_MS) * DAY_MS;

/** The window whose last day is that of `until`, or today. A day that lies ahead is today. */
export function windowOf(period: TrendPeriod, until: Instant | undefined, now: Instant): TrendWindow {
  return cut(period, dayOf(Math.min(until ?? now, now)) + DAY_MS, now);
}

/** As long, and over where this one begins: what it is compared with. */
export const windowBefore = ({ period, from }: TrendWindow): TrendWindow => cut(period, from, from);

function cut(period: TrendPeriod, end: Instant, now: Instant): TrendWindow {
  const { days, standDays, flowDays } = TREND_PERIODS[period];
  const from = end - days * DAY_MS;
  const edge = (at: Instant): Instant => Math.min(at, now);
  return {
    period,
    from,
    to: edge(end),
    standAt: steps(days / standDays, (i) => edge(from + (i + 1) * standDays * DAY_MS)),
    flowEdges: steps(days / flowDays + 1, (i) => edge(from + i * flowDays * DAY_MS)),
  };
}

const steps = (count: number, of: (i: number) => Instant): Instant[] =>
  Array.from({ length: count }, (_, i) => of(i));
