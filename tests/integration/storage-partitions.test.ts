import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/lib/domain/time';
import { createLogger } from '../../src/lib/server/log';
import { ensurePartitions } from '../../src/lib/server/storage/partitions';
import { Retention } from '../../src/lib/server/storage/retention';
import { Rollup } from '../../src/lib/server/storage/rollup';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';
import { aSample, values, write } from '../support/telemetry';

const NOW = Date.UTC(2026, 10, 20, 9);
const TODAY = Date.UTC(2026, 10, 20);

let test: TestDatabase;
beforeEach(async () => (test = await testDatabase()));
afterEach(() => test.close());

const at = (sourceMs: number, receivedMs = sourceMs) =>
  aSample({ sourceMs, receivedMs, values: values({ dc_link_v: 540 }), extras: new Map([['x', 1]]) });

/** Partition and time of every sample. */
async function placed(): Promise<[string, number][]> {
  const { rows } = await test.db.client.query<{ place: string; t: number }>(
    'select tableoid::regclass::text as place, source_ms as t from sample order by source_ms',
  );
  return rows.map((row) => [row.place, row.t]);
}

async function names(parent: string): Promise<string[]> {
  const { rows } = await test.db.client.query<{ name: string }>(
    'select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass order by 1',
    [parent],
  );
  return rows.map((row) => row.name);
}

const retention = (now: number) =>
  new Retention({
    db: test.db,
    clock: new FakeClock(now),
    log: createLogger('silent'),
    settings: { rawDays: 31, rollupDays: 400, eventDays: 400, quarantineDays: 30 },
  });

describe('partitions', () => {
  it('are made from a week ago to the day after tomorrow, once', async () => {
    expect(await ensurePartitions(test.db, NOW, 31)).toBeGreaterThan(0);
    const days = await names('sample');
    expect(days).toHaveLength(7 + 1 + 2 + 1);
    expect(days).toEqual(expect.arrayContaining(['sample_20261113', 'sample_20261122', 'sample_default']));
    expect(await ensurePartitions(test.db, NOW, 31)).toBe(0);
  });

  it('made by several at once are each made once', async () => {
    const made = await Promise.all([1, 2, 3].map(() => ensurePartitions(test.db, NOW, 31)));
    const all = await Promise.all(['sample', 'sample_extra', 'rollup_10s', 'rollup_1m'].map(names));
    expect(made.reduce((a, b) => a + b)).toBe(all.flat().length - 4);
  });

  it('take over the rows that waited for them, and those too old or too new stay', async () => {
    const times = [Date.UTC(1969, 6, 20), TODAY - 20 * DAY_MS, NOW, Date.UTC(2099, 0, 1)];
    await write(
      test.db,
      times.map((t) => at(t)),
    );
    expect(new Set((await placed()).map(([place]) => place))).toEqual(new Set(['sample_default']));
    await ensurePartitions(test.db, NOW, 31);
    expect(await placed()).toEqual([
      ['sample_default', times[0]],
      ['sample_20261031', times[1]],
      ['sample_20261120', times[2]],
      ['sample_default', times[3]],
    ]);
  });

  it('can be made while samples are written into the default partition, and none is lost', async () => {
    let writing = true;
    let written = 0;
    const writer = (async () => {
      for (let i = 0; writing || i < 50; i += 1) {
        written += await write(test.db, [at(NOW - (i % 9) * DAY_MS + i), at(NOW + i)]);
      }
    })();
    await ensurePartitions(test.db, NOW, 31);
    writing = false;
    await writer;
    expect((await placed()).length).toBe(written);
  });

  it('still refuse a second row of one drive and time after rows have moved', async () => {
    await write(test.db, [at(NOW)]);
    await ensurePartitions(test.db, NOW, 31);
    expect(await write(test.db, [at(NOW)])).toBe(0);
  });
});

describe('retention', () => {
  it('drops days and summaries that have been kept long enough, and nothing else', async () => {
    const old = TODAY - 40 * DAY_MS;
    await ensurePartitions(test.db, old, 31);
    await write(test.db, [at(old), at(old + HOUR_MS), at(Date.UTC(1969, 6, 20)), at(NOW - HOUR_MS)]);
    await new Rollup({ db: test.db, clock: new FakeClock(NOW), log: createLogger('silent') }).round();

    await retention(NOW).round();
    expect(await placed()).toEqual([['sample_20261120', NOW - HOUR_MS]]);
    expect(await names('sample')).not.toContain('sample_20261011');
    const { rows } = await test.db.client.query('select bucket_ms from rollup_1m order by bucket_ms');
    expect(rows).toEqual([{ bucket_ms: old }, { bucket_ms: old + HOUR_MS }, { bucket_ms: NOW - HOUR_MS }]);

    await retention(NOW + 410 * DAY_MS).round();
    const left = await test.db.client.query('select from rollup_1m union all select from rollup_1h');
    expect(left.rows).toEqual([]);
  });

  it('keeps samples of a clock in the far future as long as others, by the time they came', async () => {
    await write(test.db, [at(Date.UTC(2099, 0, 1), NOW)]);
    await retention(NOW + 30 * DAY_MS).round();
    expect(await placed()).toHaveLength(1);
    await retention(NOW + 33 * DAY_MS).round();
    expect(await placed()).toEqual([]);
    const marks = await test.db.client.query('select from rollup_dirty');
    expect(marks.rows).toEqual([]);
  });

  it('removes events and quarantined input by age', async () => {
    const q = (sha: string, seen: number) =>
      test.db.client.query(
        `insert into quarantine (topic, reason, detail, sha256, size, head, first_seen_at, last_seen_at)
         values ('t', 'r', 'd', $1, 1, '', to_timestamp($2 / 1000.0), to_timestamp($2 / 1000.0))`,
        [sha, seen],
      );
    await q('old', NOW - 31 * DAY_MS);
    await q('new', NOW - 29 * DAY_MS);
    await retention(NOW).round();
    const { rows } = await test.db.client.query('select sha256 from quarantine');
    expect(rows).toEqual([{ sha256: 'new' }]);
  });

  it('runs as the application, which itself may neither make nor drop a table', async () => {
    await expect(test.db.client.query('drop table sample_default')).rejects.toThrow(/must be owner/);
    await expect(test.db.client.query('create table mine (n integer)')).rejects.toThrow(/permission denied/);
  });
});
