import { describe, expect, it, vi } from 'vitest';
import { DomainError } from '$lib/domain/errors';
import { HOUR_MS } from '$lib/domain/time';
import type { DrivePlan } from '$lib/components/drives/drive-plan';
import { MOST_POINTS, TREND_RANGES, type TrendRange } from '$lib/components/drives/trend-range';
import { TREND_CAPACITY } from '$lib/ui/chart/trend-buffer.svelte';
import { readTrends } from './trends.server';

const NOW = 1_700_000_000_000;
const plan = {
  drive: { id: 'p-104', key: 7 },
  pens: ['dc_link_v'],
  indicators: ['dc_link_v', 'motor_current_a'],
} as unknown as DrivePlan;
const series = (signal: string) => ({
  signal,
  resolution: '1m',
  t: [NOW - HOUR_MS],
  min: [539.999_98],
  max: [561.000_02],
  avg: [550],
  count: [60],
  gapMs: 60_000,
});
const appWith = (history: () => Promise<unknown>) => ({ history: vi.fn(history), log: { error: vi.fn() } });

describe('the history of a page of trends', () => {
  it.each(Object.keys(TREND_RANGES) as TrendRange[])(
    'of %s is as fine as its points allow',
    async (range) => {
      const app = appWith(async () => [series('dc_link_v')]);
      await readTrends(app as never, plan, { range, until: undefined }, NOW);
      expect(app.history).toHaveBeenCalledWith({
        key: 7,
        signals: ['dc_link_v'],
        from: NOW - TREND_RANGES[range].ms,
        to: NOW,
        resolution: 'auto',
        maxPoints: MOST_POINTS,
      });
    },
  );

  it('leaves room for the live tail of the longest page', () => {
    expect(MOST_POINTS).toBeLessThanOrEqual(TREND_CAPACITY - 900);
  });

  it('gives the last hour of every indicator', async () => {
    const app = appWith(async () => [series('motor_current_a')]);
    const answer = await readTrends(app as never, plan, { range: '1h', until: undefined }, NOW);
    expect(answer.ok && answer.hour).toEqual({ motor_current_a: [539.999_98, 561.000_02] });
    expect(answer.ok && answer.series[0]?.max).toEqual([561]);
  });

  it('is refused in words and never by an exception', async () => {
    const away = appWith(() => Promise.reject(new DomainError('database.unavailable')));
    const answer = await readTrends(away as never, plan, { range: '1h', until: undefined }, NOW);
    expect(answer).toMatchObject({ ok: false, at: NOW });
    expect(away.log.error).not.toHaveBeenCalled();

    const broken = appWith(() => Promise.reject(new TypeError('inside')));
    const other = await readTrends(broken as never, plan, { range: '1h', until: undefined }, NOW);
    expect(JSON.stringify(other)).not.toContain('inside');
    expect(broken.log.error).toHaveBeenCalledOnce();
  });
});
