import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RESOLUTION_MS } from '../../src/lib/domain/telemetry/history';
import { REAL_SIGNALS, type SignalKey } from '../../src/lib/domain/telemetry/signals';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/lib/domain/time';
import { createLogger } from '../../src/lib/server/log';
import { readHistory } from '../../src/lib/server/storage/history-store';
import { Rollup } from '../../src/lib/server/storage/rollup';
import { claimFoundMinutes, moveFrontier } from '../../src/lib/server/storage/rollup-frontier';
import { insertSamples, type SampleRow } from '../../src/lib/server/storage/sample-store';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';
import { until } from '../support/until';
import {
  aSample,
  NaiveHistory,
  nearly,
  ordered,
  storedBuckets,
  values,
  write,
  type Bucket,
} from '../support/telemetry';

const START = Date.UTC(2026, 10, 20, 8, 58);
const SIGNALS_USED: readonly SignalKey[] = ['motor_current_a', 'dc_link_v', 'inverter_thermal_pct'];
const TABLES = { '10s': 'rollup_10s', '1m': 'rollup_1m', '1h': 'rollup_1h' } as const;

let test: TestDatabase;
let owner: pg.Client;
beforeAll(async () => {
  test = await testDatabase();
  owner = new pg.Client(test.connection);
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await test.close();
});
beforeEach(() => clear(START + HOUR_MS));

/** Nothing was ever measured, and the frontier stands there: before it samples are late. */
async function clear(frontier: number): Promise<void> {
  await owner.query(`truncate sample, sample_extra, rollup_10s, rollup_1m, rollup_1h,
    rollup_dirty, rollup_claim, rollup_dirty_hour`);
  await owner.query('update rollup_frontier set open_ms = $1, claimed_ms = $1', [frontier]);
}

const rollupAt = (now: number) =>
  new Rollup({ db: test.db, clock: new FakeClock(now), log: createLogger('silent') });

async function expectSummariesOf(naive: NaiveHistory): Promise<void> {
  for (const [resolution, table] of Object.entries(TABLES) as ['10s' | '1m' | '1h', string][]) {
    const expected = nearly(naive.buckets(RESOLUTION_MS[resolution]));
    expect(ordered(await storedBuckets(test.db, table)), table).toEqual(expected);
  }
}

/** The history of both drives as readers see it, in the naive history's shape. */
async function readBuckets(resolution: '10s' | '1m' | '1h'): Promise<Bucket[]> {
  const buckets: Bucket[] = [];
  for (const key of [1, 2]) {
    const series = await readHistory(test.db, {
      key,
      signals: REAL_SIGNALS,
      from: START - HOUR_MS,
      to: START + 3 * HOUR_MS,
      resolution,
      maxPoints: 5_000,
    });
    for (const s of series) {
      s.t.forEach((t, i) => {
        const [min, max, avg, count] = [s.min[i], s.max[i], s.avg[i], s.count[i]] as [
          number,
          number,
          number,
          number,
        ];
        buckets.push({ key, t, signal: s.signal, min, max, avg, count });
      });
    }
  }
  return buckets;
}

const sampleRow: fc.Arbitrary<SampleRow> = fc.record({
  driveKey: fc.constantFrom(1, 2),
  // Eight minutes on both sides of a full hour.
  sourceMs: fc.integer({ min: 0, max: 480 }).map((n) => START + n * 1_000),
  receivedMs: fc.constant(START),
  quality: fc.constant(0),
  historical: fc.boolean(),
  values: fc
    .dictionary(fc.constantFrom(...SIGNALS_USED), fc.integer({ min: -1_000, max: 1_000 }))
    .map((object) => values(object)),
  extras: fc.constant(new Map()),
});

/** Either samples arrive, or the summaries are brought up to date as of some minute. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ rows: fc.array(sampleRow, { maxLength: 25 }) }) },
  { weight: 1, arbitrary: fc.record({ summariseAt: fc.integer({ min: 0, max: 70 }) }) },
);

/** Minutes from the start to where the frontier stands at first; most samples lie around it. */
const frontier = fc.integer({ min: -3, max: 10 });

describe('summaries', () => {
  it('equal a naive recomputation, in whatever order and however late samples arrive', async () => {
    await fc.assert(
      fc.asyncProperty(frontier, fc.array(step, { minLength: 1, maxLength: 12 }), async (minute, steps) => {
        await clear(START + minute * MINUTE_MS);
        const naive = new NaiveHistory();
        for (const s of steps) {
          if ('rows' in s) {
            await write(test.db, s.rows);
            naive.add(s.rows);
          } else await rollupAt(START + s.summariseAt * MINUTE_MS).round();
          for (const resolution of ['10s', '1m', '1h'] as const) {
            expect(ordered(await readBuckets(resolution))).toEqual(
              nearly(naive.buckets(RESOLUTION_MS[resolution])),
            );
          }
        }
        await rollupAt(START + 3 * HOUR_MS).round();
        await expectSummariesOf(naive);
      }),
      { numRuns: 20, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false, endOnFailure: true },
    );
  });

  it('miss nothing that several writers add while they are being made', async () => {
    const naive = new NaiveHistory();
    let writing = true;
    const writer = async (seed: number) => {
      for (let i = 0; i < 60; i += 1) {
        const rows = Array.from({ length: 20 }, (_, j) =>
          aSample({
            driveKey: 1 + (j % 2),
            sourceMs: START + ((i * 37 + j * 101 + seed * 13) % 480) * 1_000 + seed,
            values: values({ motor_current_a: (i * j + seed) % 500 }),
          }),
        );
        await write(test.db, rows);
        naive.add(rows);
      }
    };
    const summariser = (async () => {
      while (writing) await rollupAt(START + 3 * HOUR_MS).round();
    })();
    await Promise.all([1, 2, 3, 4].map(writer));
    writing = false;
    await summariser;
    await rollupAt(START + 3 * HOUR_MS).round();
    await expectSummariesOf(naive);
  });

  it.each([
    { writer: 'relies on a mark it found', frontier: START + HOUR_MS },
    { writer: 'left no mark', frontier: START - HOUR_MS },
  ])('wait for a writer that $writer, so that its samples count', async ({ frontier }) => {
    await clear(frontier);
    const naive = new NaiveHistory();
    const first = [aSample({ sourceMs: START, values: values({ dc_link_v: 540 }) })];
    const second = [aSample({ sourceMs: START + 1, values: values({ dc_link_v: 600 }) })];
    await write(test.db, first);
    let commit = () => {};
    let isWritten = () => {};
    const written = new Promise<void>((resolve) => (isWritten = resolve));
    const writer = test.db.transaction(async (tx) => {
      await insertSamples(tx, second);
      isWritten();
      await new Promise<void>((resolve) => (commit = resolve));
    });
    await written;
    let isOver = false;
    const round = rollupAt(START + 2 * HOUR_MS)
      .round()
      .then(() => (isOver = true));
    await until(async () => {
      const { rows } = await owner.query(`select from pg_locks where locktype = 'advisory' and not granted`);
      return isOver || rows.length > 0;
    });
    commit();
    await Promise.all([writer, round]);
    await rollupAt(START + 3 * HOUR_MS).round();
    naive.add([...first, ...second]);
    await expectSummariesOf(naive);
  });

  it('are made after a crash between claiming a minute and summarising it', async () => {
    const naive = new NaiveHistory();
    const rows = [aSample({ sourceMs: START, values: values({ dc_link_v: 540 }) })];
    await write(test.db, rows);
    naive.add(rows);
    expect(await moveFrontier(test.db, START + HOUR_MS)).toBe(1);
    expect(await storedBuckets(test.db, 'rollup_10s')).toEqual([]);
    await rollupAt(START + 3 * HOUR_MS).round();
    await expectSummariesOf(naive);
  });

  it('are made after a crash between passing over minutes and finding what lies in them', async () => {
    await clear(START - MINUTE_MS);
    const naive = new NaiveHistory();
    const rows = [1, 2].flatMap((driveKey) =>
      [0, 61_000, 3_599_999].map((later) =>
        aSample({ driveKey, sourceMs: START + later, values: values({ dc_link_v: later % 997 }) }),
      ),
    );
    await write(test.db, rows);
    naive.add(rows);
    await moveFrontier(test.db, START + 2 * HOUR_MS);
    expect(ordered(await readBuckets('1m'))).toEqual(nearly(naive.buckets(MINUTE_MS)));
    await rollupAt(START + 3 * HOUR_MS).round();
    await expectSummariesOf(naive);
  });

  it('leave no mark for samples that come in time, and one for those that come late', async () => {
    await clear(START);
    const at = (sourceMs: number) => aSample({ sourceMs, values: values({ dc_link_v: 540 }) });
    await write(test.db, [at(START), at(START + 30_000), at(START - 1)]);
    const { rows } = await owner.query<{ minute_ms: number }>('select minute_ms from rollup_dirty');
    expect(rows).toEqual([{ minute_ms: START - MINUTE_MS }]);
  });

  it('find every minute across years of silence, and do not look through each of them', async () => {
    await clear(START - 700 * DAY_MS);
    const naive = new NaiveHistory();
    const rows = [START - 699 * DAY_MS, START - 30 * DAY_MS, START].map((sourceMs) =>
      aSample({ sourceMs, values: values({ dc_link_v: 540 }) }),
    );
    await write(test.db, rows);
    naive.add(rows);
    const begun = performance.now();
    await rollupAt(START + 3 * HOUR_MS).round();
    expect(performance.now() - begun).toBeLessThan(5_000);
    await expectSummariesOf(naive);
  });

  it('are right though the clock was set back by hours meanwhile', async () => {
    await clear(START);
    const naive = new NaiveHistory();
    const rows = [0, 90_000].map((later) =>
      aSample({ sourceMs: START + later, values: values({ dc_link_v: later }) }),
    );
    await write(test.db, rows);
    await rollupAt(START + 3 * HOUR_MS).round();
    await rollupAt(START - 3 * HOUR_MS).round();
    const more = [aSample({ sourceMs: START + 1, values: values({ dc_link_v: 7 }) })];
    await write(test.db, more);
    naive.add([...rows, ...more]);
    for (const resolution of ['10s', '1m', '1h'] as const)
      expect(ordered(await readBuckets(resolution))).toEqual(
        nearly(naive.buckets(RESOLUTION_MS[resolution])),
      );
    await rollupAt(START + 3 * HOUR_MS).round();
    await expectSummariesOf(naive);
  });

  it('come back a little at a time when the frontier stands far behind', async () => {
    await clear(START - 700 * DAY_MS);
    const rows = Array.from({ length: 180 }, (_, minute) =>
      aSample({ sourceMs: START + minute * MINUTE_MS, values: values({ dc_link_v: 540 }) }),
    );
    await write(test.db, rows);
    await moveFrontier(test.db, START + 4 * HOUR_MS);
    const claimed: number[] = [];
    for (let n = await claimFoundMinutes(test.db); n > 0; n = await claimFoundMinutes(test.db))
      claimed.push(n);
    expect(Math.max(...claimed)).toBeLessThanOrEqual(10);
    expect(claimed.reduce((sum, n) => sum + n, 0)).toBe(180);
  });

  it('leave the minute that is still going on alone', async () => {
    await write(test.db, [aSample({ sourceMs: START, values: values({ dc_link_v: 540 }) })]);
    await rollupAt(START + 59_000).round();
    expect(await storedBuckets(test.db, 'rollup_10s')).toEqual([]);
  });

  it('of a time whose samples were dropped are not replaced by what comes late', async () => {
    const at = START;
    await write(
      test.db,
      [0, 1, 2].map((s) => aSample({ sourceMs: at + s, values: values({ dc_link_v: 500 + s }) })),
    );
    await rollupAt(at + 3 * HOUR_MS).round();
    const before = await storedBuckets(test.db, 'rollup_1m');
    await owner.query('truncate sample');
    await owner.query('update retention_floor set raw_ms = $1', [at + MINUTE_MS]);
    try {
      await write(test.db, [aSample({ sourceMs: at + 9, values: values({ dc_link_v: 9 }) })]);
      await rollupAt(at + 3 * HOUR_MS).round();
      expect(await storedBuckets(test.db, 'rollup_1m')).toEqual(before);
      const { rows } = await owner.query('select from rollup_claim union all select from rollup_dirty');
      expect(rows).toEqual([]);
    } finally {
      await owner.query('update retention_floor set raw_ms = $1', [Number.MIN_SAFE_INTEGER]);
    }
  });
});
