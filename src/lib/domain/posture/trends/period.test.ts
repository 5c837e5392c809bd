import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../time';
import { PERIOD_NAMES, TREND_PERIODS, windowBefore, windowOf } from './period';

const now = Date.UTC(2026, 10, 21, 14, 3);
const midnight = Date.UTC(2026, 10, 22);

describe.each(PERIOD_NAMES)('a window of %s', (period) => {
  const { days } = TREND_PERIODS[period];

  it('is whole days, the last of them today up to now', () => {
    const window = windowOf(period, undefined, now);
    expect([window.from, window.to]).toEqual([midnight - days * DAY_MS, now]);
    expect([window.standAt.at(-1), window.flowEdges.at(-1)]).toEqual([now, now]);
    expect([window.flowEdges[0], window.standAt.at(-2)]).toEqual([
      window.from,
      midnight - TREND_PERIODS[period].standDays * DAY_MS,
    ]);
  });

  it('is cut into stretches of one length', () => {
    const { standAt, flowEdges } = windowOf(period, undefined, now);
    const { standDays, flowDays } = TREND_PERIODS[period];
    expect([standAt.length * standDays, (flowEdges.length - 1) * flowDays]).toEqual([days, days]);
  });

  it('is as long as the one before it, which ends where it begins', () => {
    const window = windowOf(period, undefined, now);
    const before = windowBefore(window);
    expect([before.to, before.to - before.from]).toEqual([window.from, days * DAY_MS]);
    expect([before.standAt.length, before.flowEdges.length]).toEqual([
      window.standAt.length,
      window.flowEdges.length,
    ]);
  });
});

it('a window of the past ends with its last day', () => {
  const window = windowOf('30d', Date.UTC(2026, 6, 31, 9), now);
  expect(window.to).toBe(Date.UTC(2026, 7, 1));
});

it('no window reaches into the future', () => {
  expect(windowOf('30d', now + 90 * DAY_MS, now).to).toBe(now);
});
