import { DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from '../time';
import { FLOOD_BEGINS_ABOVE, FLOOD_WINDOW_MS, floodAfter } from './flood';

/** Annunciations of one minute; minutes without any are left out. In rising order. */
export interface MinuteCount {
  minute: Instant;
  count: number;
}

/** What a position had to hear over a time (reference: alarms, 5.1). Rates are means, shares are from 0 to 1. */
export interface AlarmRates {
  annunciations: number;
  perTenMinutes: number;
  perHour: number;
  perDay: number;
  mostInTenMinutes: number;
  /** Share of fixed tens of minutes with more than ten. */
  crowdedShare: number;
  /** Share of the time that was flood. */
  floodShare: number;
  floods: number;
}

/** Rates of the time from `from` until `to`. Peaks are of fixed tens of minutes, floods of rolling ones. */
export function alarmRates(minutes: readonly MinuteCount[], from: Instant, to: Instant): AlarmRates {
  const spanMs = Math.max(to - from, MINUTE_MS);
  const annunciations = minutes.reduce((sum, { count }) => sum + count, 0);
  const tens = new Map<number, number>();
  for (const { minute, count } of minutes) {
    const ten = Math.floor(minute / FLOOD_WINDOW_MS);
    tens.set(ten, (tens.get(ten) ?? 0) + count);
  }
  const crowded = [...tens.values()].filter((count) => count > FLOOD_BEGINS_ABOVE).length;
  const { floods, floodMs } = floodsOf(minutes, from, to);
  const per = (ms: number): number => (annunciations * ms) / spanMs;
  return {
    annunciations,
    perTenMinutes: per(FLOOD_WINDOW_MS),
    perHour: per(HOUR_MS),
    perDay: per(DAY_MS),
    mostInTenMinutes: Math.max(0, ...tens.values()),
    crowdedShare: Math.min(1, crowded / Math.ceil(spanMs / FLOOD_WINDOW_MS)),
    floodShare: floodMs / spanMs,
    floods,
  };
}

/** Goes minute by minute, with what sounded in the ten minutes until its end. */
function floodsOf(
  minutes: readonly MinuteCount[],
  from: Instant,
  to: Instant,
): { floods: number; floodMs: number } {
  const counts = new Map(minutes.map(({ minute, count }) => [minute, count]));
  let window = 0;
  let isFlood = false;
  let floods = 0;
  let floodMs = 0;
  for (let minute = startOfMinute(from); minute < to; minute += MINUTE_MS) {
    window += (counts.get(minute) ?? 0) - (counts.get(minute - FLOOD_WINDOW_MS) ?? 0);
    const after = floodAfter(isFlood, window);
    if (after && !isFlood) floods += 1;
    if (after) floodMs += MINUTE_MS;
    isFlood = after;
  }
  return { floods, floodMs };
}

const startOfMinute = (at: Instant): Instant => Math.floor(at / MINUTE_MS) * MINUTE_MS;

export type Verdict = 'acceptable' | 'manageable' | 'too-much';

/** Up to the first number it is likely to be acceptable, up to the second it can be managed. */
const BOUNDS = {
  perTenMinutes: [1, 2],
  perHour: [6, 12],
  perDay: [150, 300],
  mostInTenMinutes: [10, 10],
  crowdedShare: [0.01, 0.01],
  floodShare: [0.01, 0.01],
} as const satisfies Partial<Record<keyof AlarmRates, readonly [number, number]>>;
export type JudgedRate = keyof typeof BOUNDS;

/** How each rate is to be judged; to be read over a month, not over an hour. */
export function judgeRates(rates: AlarmRates): Record<JudgedRate, Verdict> {
  const judge = (rate: JudgedRate): Verdict => {
    const [acceptable, manageable] = BOUNDS[rate];
    if (rates[rate] <= acceptable) return 'acceptable';
    return rates[rate] <= manageable ? 'manageable' : 'too-much';
  };
  return {
    perTenMinutes: judge('perTenMinutes'),
    perHour: judge('perHour'),
    perDay: judge('perDay'),
    mostInTenMinutes: judge('mostInTenMinutes'),
    crowdedShare: judge('crowdedShare'),
    floodShare: judge('floodShare'),
  };
}
