import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signalValues } from '../../src/lib/domain/telemetry/signal-values';
import { SIGNALS, SIGNAL_KEYS } from '../../src/lib/domain/telemetry/signals';
import { COLUMN_TYPE } from '../../src/lib/server/storage/sample-columns';
import { testDatabase, type TestDatabase } from '../support/database';
import { aSample, values, write } from '../support/telemetry';

let test: TestDatabase;
beforeAll(async () => (test = await testDatabase()));
afterAll(() => test.close());

const AT = Date.UTC(2026, 10, 20, 9);

async function stored(key: number) {
  const { rows } = await test.db.client.query('select * from sample where key = $1 order by source_ms', [
    key,
  ]);
  return rows as Record<string, unknown>[];
}

async function extras(key: number) {
  const { rows } = await test.db.client.query<{ name: string; value: number }>(
    'select name, value from sample_extra where key = $1 order by source_ms, name',
    [key],
  );
  return rows;
}

describe('samples', () => {
  it('have a column of the right type for every signal of the canon', async () => {
    const { rows } = await test.db.client.query<{ name: string; type: string }>(
      `select column_name as name, data_type as type from information_schema.columns where table_name = 'sample'`,
    );
    const types = new Map(rows.map((row) => [row.name, row.type]));
    for (const key of SIGNAL_KEYS)
      expect([key, types.get(key)]).toEqual([key, COLUMN_TYPE[SIGNALS[key].kind]]);
  });

  it('are stored once, however often they are repeated', async () => {
    const row = aSample({ driveKey: 10, sourceMs: AT, values: values({ dc_link_v: 540 }) });
    expect(await write(test.db, [row, row])).toBe(1);
    expect(await write(test.db, [row])).toBe(0);
    expect(await stored(10)).toHaveLength(1);
  });

  it('that are new are stored though the batch repeats others, time and again', async () => {
    const upTo = (n: number) =>
      Array.from({ length: n }, (_, i) =>
        aSample({ driveKey: 19, sourceMs: AT + i * 1_000, values: values({ dc_link_v: 500 + i }) }),
      );
    const written: number[] = [];
    for (const n of [3, 5, 5, 9]) written.push(await write(test.db, upTo(n)));
    expect(written).toEqual([3, 2, 0, 4]);
    expect((await stored(19)).map((row) => row.dc_link_v)).toEqual([
      500, 501, 502, 503, 504, 505, 506, 507, 508,
    ]);
  });

  it('of one instant are joined, within a batch and across batches, and the first value stays', async () => {
    const part = (v: Parameters<typeof values>[0]) =>
      aSample({ driveKey: 11, sourceMs: AT, values: values(v) });
    await write(test.db, [part({ motor_current_a: 12.5 }), part({ dc_link_v: 540, motor_current_a: 99 })]);
    await write(test.db, [part({ status_word: 0x0607, dc_link_v: 1 })]);
    expect(await stored(11)).toMatchObject([{ motor_current_a: 12.5, dc_link_v: 540, status_word: 0x0607 }]);
  });

  it('keep words and counters to the last bit', async () => {
    const exact = { alarm_word: 0xffff_ffff, energy_kwh: 123_456_789.123, power_ups: 16_777_217 };
    await write(test.db, [aSample({ driveKey: 12, sourceMs: AT, values: values(exact) })]);
    expect(await stored(12)).toMatchObject([exact]);
  });

  it('come back as they were, whichever signals have a value', async () => {
    const extremes = [0, -0.1, 31.4, -598.7, 3.4028234e38, -1.1754944e-38];
    const written = Array.from({ length: 40 }, (_, i) =>
      signalValues(
        Object.fromEntries(
          SIGNAL_KEYS.flatMap((key, place) => {
            if ((i * 7 + place) % 3 === 0) return [];
            const isReal = SIGNALS[key].kind === 'real';
            return [[key, isReal ? (extremes[(i + place) % 6] ?? 0) : i * 123_456_789 - place]];
          }),
        ),
      ),
    );
    await write(
      test.db,
      written.map((list, i) => aSample({ driveKey: 18, sourceMs: AT + i * 1_000, values: list })),
    );
    const found = (await stored(18)).map((row) =>
      SIGNAL_KEYS.map((key) => (row[key] === null ? NaN : Number(row[key]))),
    );
    const kept = (value: number, place: number) =>
      SIGNALS[SIGNAL_KEYS[place]!].kind === 'real' ? Math.fround(value) : value;
    expect(found.map((list) => list.map(kept))).toEqual(written.map((list) => list.map(kept)));
  });

  it('whose numbers no column can hold go beside and fail nobody', async () => {
    await write(test.db, [
      aSample({
        driveKey: 13,
        sourceMs: AT,
        values: values({ motor_power_kw: 1e300, status_word: 12.5, dc_link_v: 1e-300, motor_current_a: 3 }),
        extras: new Map([['room.humidity', 41]]),
      }),
      aSample({ driveKey: 14, sourceMs: AT, values: values({ motor_current_a: 4 }) }),
    ]);
    expect(await stored(13)).toMatchObject([{ motor_power_kw: null, status_word: null, motor_current_a: 3 }]);
    expect(await extras(13)).toEqual([
      { name: 'dc_link_v', value: 1e-300 },
      { name: 'motor_power_kw', value: 1e300 },
      { name: 'room.humidity', value: 41 },
      { name: 'status_word', value: 12.5 },
    ]);
    expect(await stored(14)).toHaveLength(1);
  });

  it('with numbers that are none are stored without those', async () => {
    const odd = values({
      motor_current_a: Number.NaN,
      dc_link_v: Number.POSITIVE_INFINITY,
      motor_voltage_v: 400,
    });
    await write(test.db, [
      aSample({ driveKey: 15, sourceMs: AT, values: odd, extras: new Map([['x', Number.NaN]]) }),
    ]);
    expect(await stored(15)).toMatchObject([
      { motor_current_a: null, dc_link_v: null, motor_voltage_v: 400 },
    ]);
    expect(await extras(15)).toEqual([]);
  });

  it('of 1969, of 2099 and of no time at all are kept', async () => {
    const times = [Date.UTC(1969, 11, 31, 23, 59, 59, 250), Date.UTC(2099, 0, 1), 1e300, AT + 0.4];
    await write(
      test.db,
      times.map((sourceMs) =>
        aSample({ driveKey: 16, sourceMs, receivedMs: AT + 5_000, values: values({ dc_link_v: 1 }) }),
      ),
    );
    const found = (await stored(16)).map((row) => row.source_ms);
    expect(found).toEqual([-750, AT, AT + 5_000, Date.UTC(2099, 0, 1)]);
  });

  it('with hostile names are stored as they are', async () => {
    const names = [`'); drop table sample; --`, '{"a","b\\"}', 'null', '', 'a\u0000b', 'x'.repeat(5_000)];
    await write(test.db, [
      aSample({ driveKey: 17, sourceMs: AT, extras: new Map(names.map((name, i) => [name, i])) }),
    ]);
    const found = (await extras(17)).map((row) => row.name);
    expect(found).toHaveLength(names.length);
    expect(found).toEqual(expect.arrayContaining(names.slice(0, 4)));
  });

  it('written by many at once, in any order, never lock each other up', async () => {
    const rows = Array.from({ length: 200 }, (_, i) =>
      aSample({ driveKey: 20 + (i % 5), sourceMs: AT + i * 100, values: values({ dc_link_v: i }) }),
    );
    const shuffled = [rows, [...rows].reverse(), rows.slice(50).concat(rows.slice(0, 50)), rows];
    await Promise.all(shuffled.map((batch) => write(test.db, batch)));
    const { rows: counted } = await test.db.client.query(
      'select count(*)::int as n from sample where key between 20 and 24',
    );
    expect(counted).toEqual([{ n: 200 }]);
  });
});
