import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../src/lib/domain/time';
import { createLogger } from '../../src/lib/server/log';
import { readHistory, type HistoryRequest } from '../../src/lib/server/storage/history-store';
import { Rollup } from '../../src/lib/server/storage/rollup';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';
import { aSample, values, write } from '../support/telemetry';

const START = Date.UTC(2026, 10, 20, 9);
const END = START + 2 * HOUR_MS;

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
  const rows = Array.from({ length: 7_200 }, (_, s) => s)
    // Silent from 9:30 to 9:40.
    .filter((s) => s < 1_800 || s >= 2_400)
    .map((s) =>
      aSample({
        sourceMs: START + s * 1_000,
        values: values({
          dc_link_v: 500 + (s % 60),
          energy_kwh: 1_000 + s / 3_600,
          status_word: s < 100 ? 1 : 2,
        }),
      }),
    );
  await write(test.db, rows);
  // Summaries have caught up to 10:30; the rest is still only samples.
  await new Rollup({
    db: test.db,
    clock: new FakeClock(START + 90 * MINUTE_MS + 5_000),
    log: createLogger('silent'),
  }).round();
});
afterAll(() => test.close());

const read = (request: Partial<HistoryRequest>) =>
  readHistory(test.db, {
    key: 1,
    signals: ['dc_link_v'],
    from: START,
    to: END,
    resolution: 'auto',
    maxPoints: 10_000,
    ...request,
  });

describe('history', () => {
  it('reaches from summaries into samples without a seam', async () => {
    const [series] = await read({ resolution: '1m' });
    expect(series?.t).toHaveLength(110);
    expect(new Set(series?.count)).toEqual(new Set([60]));
    expect(new Set(series?.min)).toEqual(new Set([500]));
    expect(new Set(series?.max)).toEqual(new Set([559]));
    expect(new Set(series?.avg.map((v) => Math.round(v * 10)))).toEqual(new Set([5295]));
  });

  it('shows silence as a hole that is wider than the gap it names', async () => {
    const [series] = await read({ resolution: '10s' });
    const t = series?.t ?? [];
    const steps = t.slice(1).map((x, i) => x - (t[i] ?? 0));
    expect(steps.filter((step) => step > (series?.gapMs ?? 0))).toEqual([10 * MINUTE_MS + 10_000]);
  });

  it('joins summaries and samples of one hour into one point', async () => {
    const [series] = await read({ resolution: '1h' });
    expect(series).toMatchObject({ t: [START, START + HOUR_MS], count: [3_000, 3_600] });
  });

  it('gives the newest value of a counter per bucket', async () => {
    const [series] = await read({ signals: ['energy_kwh'], resolution: '1h' });
    expect(series?.max[0]).toBeCloseTo(1_000 + 3_599 / 3_600, 9);
    expect(series?.avg[1]).toBeCloseTo(1_000 + 7_199 / 3_600, 9);
  });

  it('takes the finest resolution that fits, by itself', async () => {
    const resolutions = await Promise.all(
      [10_000, 1_000, 200, 50, 1].map(async (maxPoints) => (await read({ maxPoints }))[0]),
    );
    expect(resolutions.map((s) => s?.resolution)).toEqual(['raw', '10s', '1m', '1h', '1h']);
    // Two hours as one point, cut at even hours of the day.
    expect(resolutions.at(-1)).toMatchObject({
      t: [START - HOUR_MS, START + HOUR_MS],
      count: [3_000, 3_600],
    });
  });

  it('refuses a named resolution with more points than allowed, instead of leaving some out', async () => {
    await expect(read({ resolution: 'raw', maxPoints: 100 })).rejects.toThrow(/more than 100 points/);
    await expect(read({ resolution: '1m', maxPoints: 10 })).rejects.toThrow(/more than 10 points/);
  });

  it('has words as they were sent and no averages of them', async () => {
    const [series] = await read({ signals: ['status_word'], resolution: 'raw', to: START + 200_000 });
    expect(series?.avg.filter((word) => word === 1)).toHaveLength(100);
    await expect(read({ signals: ['status_word'], resolution: '1m' })).rejects.toThrow(/raw resolution/);
  });

  it('of a drive or time without samples is empty', async () => {
    expect(await read({ key: 99 })).toMatchObject([{ t: [] }]);
    expect(await read({ from: 0, to: HOUR_MS, resolution: '1m' })).toMatchObject([{ t: [] }]);
  });

  it('has an end after its beginning', async () => {
    await expect(read({ from: END, to: START })).rejects.toThrow(/before the end/);
  });
});
