import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayBooks } from '../soak/gateways/books';
import { dueMs, message, type Course } from '../soak/gateways/course';
import { imbalances, ledgerRow } from '../soak/ledger/balance';
import { Questions } from '../soak/ledger/questions';
import { countStrangers, readStored } from '../soak/ledger/stored';
import { withLiterals } from '../soak/report/ask-sql';
import { StreamDigest } from '../soak/stream/digest';
import type { StreamCounts } from '../soak/stream/stream-client';
import { compareStream, newestFor } from '../soak/stream/table';
import { testDatabase, type TestDatabase } from '../support/database';

const COURSE: Course = {
  gateway: 'gw-1',
  drives: ['d-1', 'd-2', 'd-3'],
  startMs: 1_790_000_000_000,
  periodMs: 1_000,
  oddEveryMs: 20_000,
  neighbour: { gateway: 'gw-2', drive: 'd-9' },
};
const SAMPLES = 100;
const BOOKS: GatewayBooks = {
  gateway: 'gw-1',
  accounts: {
    sample: { published: SAMPLES, acknowledged: [[0, SAMPLES - 2]], refused: [] },
    unreadable: { published: 2, acknowledged: [[0, 2]], refused: [] },
    foreign: { published: 0, acknowledged: [], refused: [] },
  },
};

let database: TestDatabase;
let client: pg.Client;
let questions: Questions;
beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client(database.connection);
  await client.connect();
  questions = new Questions(client);
});
afterAll(async () => {
  await client.end();
  await database.close();
});

/** Tables of the session that hide the real ones, which would not take what must never be there. */
beforeEach(async () => {
  await client.query(`
    drop table if exists pg_temp.sample, pg_temp.drive, pg_temp.quarantine;
    create temp table sample (key int, source_ms bigint, output_frequency_hz real, energy_kwh double precision);
    create temp table drive (id text, key int);
    create temp table quarantine (gateway text, head bytea);
    insert into drive values ('d-1', 1), ('d-2', 2), ('d-3', 3), ('d-9', 9)`);
  for (let n = 0; n < SAMPLES; n += 1) {
    const { time, output_frequency_hz, energy_kwh } = JSON.parse(
      message(COURSE, 'sample', n).payload,
    ) as Record<string, number>;
    await add((n % 3) + 1, Math.round((time ?? 0) * 1_000), output_frequency_hz, energy_kwh);
  }
  for (const n of [0, 1]) {
    const head = Buffer.from(message(COURSE, 'unreadable', n).payload);
    await client.query('insert into quarantine values ($1, $2)', ['gw-1', head]);
  }
});

const add = (key: number, sourceMs: number, hz = 0, kwh = 0) =>
  client.query('insert into sample values ($1, $2, $3, $4)', [key, sourceMs, hz, kwh]);
const remove = (n: number) =>
  client.query('delete from sample where key = $1 and source_ms = $2', [
    (n % 3) + 1,
    dueMs(COURSE, 'sample', n),
  ]);

async function stored() {
  const [gateway] = await readStored(questions, [COURSE], [BOOKS]);
  if (gateway === undefined) throw new Error('nothing was read');
  return gateway;
}

describe('the ledger of a soak, asked of the database', () => {
  const WHOLE = {
    rows: SAMPLES,
    doubled: 0,
    unpublished: 0,
    otherValue: 0,
    missing: 0,
    lost: 0,
    otherQuarantined: 0,
  };

  it('finds what was published, each once and with its values', async () => {
    expect(await stored()).toMatchObject(WHOLE);
    expect(new Set((await stored()).quarantined)).toEqual(new Set([0, 1]));
    expect(await countStrangers(questions, [COURSE])).toBe(0);
    const acknowledged = { ...BOOKS.accounts.sample, acknowledged: [[0, SAMPLES]] as const };
    const all = { ...BOOKS, accounts: { ...BOOKS.accounts, sample: acknowledged } };
    expect(imbalances(ledgerRow(all, await stored()))).toEqual([]);
  });

  it('finds a row that is lost, and whether it was promised', async () => {
    await remove(40);
    expect(await stored()).toMatchObject({ ...WHOLE, rows: SAMPLES - 1, missing: 1, lost: 1 });
    await remove(SAMPLES - 1);
    expect(await stored()).toMatchObject({ ...WHOLE, rows: SAMPLES - 2, missing: 2, lost: 1 });
  });

  it('finds a row that is there twice', async () => {
    await add(2, dueMs(COURSE, 'sample', 1), 0, 0);
    expect(await stored()).toMatchObject({ ...WHOLE, rows: SAMPLES + 1, doubled: 1 });
  });

  it('finds rows that nobody published: between two readings, before the first, after the last', async () => {
    await add(1, dueMs(COURSE, 'sample', 0) + 7);
    await add(1, dueMs(COURSE, 'sample', 0) - 1_000);
    await add(2, dueMs(COURSE, 'sample', SAMPLES));
    expect(await stored()).toMatchObject({ ...WHOLE, rows: SAMPLES + 3, unpublished: 3 });
  });

  it('finds a lost row also when another is there in its place', async () => {
    await remove(40);
    await add(1, dueMs(COURSE, 'sample', 0) + 7);
    expect(await stored()).toMatchObject({ ...WHOLE, missing: 1, lost: 1, unpublished: 1 });
  });

  it('finds values that were exchanged', async () => {
    await client.query('update sample set energy_kwh = energy_kwh + 1 where key = 1 and source_ms = $1', [
      COURSE.startMs,
    ]);
    expect(await stored()).toMatchObject({ ...WHOLE, otherValue: 1 });
  });

  it('finds rows of drives that are not in the plant', async () => {
    await add(9, COURSE.startMs);
    expect(await countStrangers(questions, [COURSE])).toBe(1);
  });

  it('finds what is missing in quarantine, and what nobody sent there', async () => {
    await client.query(`update quarantine set head = '{"other"' where head like '{"soak":1,%'`);
    expect(await stored()).toMatchObject({ quarantined: [0], otherQuarantined: 1 });
  });
});

describe('the ledger of the durable stream, asked of the database', () => {
  const NOBODY: StreamCounts = {
    name: 'socket 1',
    who: 'operator',
    from: 1,
    last: 6,
    entries: 0,
    digest: new StreamDigest().value,
    connects: 1,
    losses: 0,
    resumes: 1,
    again: 0,
    gaps: 0,
    restarts: 0,
    watchesFleet: false,
    frames: 0,
  };
  const AT = 1_790_000_000_123;

  beforeAll(async () => {
    const places = [
      [null, null, 'everybody'],
      [null, null, 'administrators'],
      ['pumps', null, 'everybody'],
      ['fans', null, 'everybody'],
      [null, 'odense', 'everybody'],
      [null, null, 'everybody'],
    ] as const;
    for (const [i, place] of places.entries()) {
      await client.query(
        `insert into stream_entry (seq, at, type, zone, site, audience, body)
         values ($1, to_timestamp($2 / 1000.0), 'notice.cleared', $3, $4, $5, $6)`,
        [i + 1, AT + i, ...place, JSON.stringify({ type: 'notice.cleared', key: `k${i + 1}`, at: AT })],
      );
    }
  });

  it.each([
    ['all', [2, 3, 4, 5, 6]],
    ['everybody', [3, 4, 5, 6]],
    [{ zone: 'pumps', site: 'odense' }, [3, 5, 6]],
    [{ zone: 'fans', site: 'aarhus' }, [4, 6]],
  ] as const)('reads for %o what that person may read', async (scope, seqs) => {
    const seen = new StreamDigest();
    for (const seq of seqs) {
      seen.add({ seq, at: AT + seq - 1, event: { key: `k${seq}`, at: AT, type: 'notice.cleared' } });
    }
    const row = await compareStream(
      questions,
      { ...NOBODY, entries: seen.count, digest: seen.value, last: 6 },
      scope,
    );
    expect(row).toMatchObject({ stored: seqs.length, faults: [] });
    expect(await newestFor(questions, scope)).toBe(6);
    const fewer = await compareStream(questions, { ...NOBODY, last: 6 }, scope);
    expect(fewer.faults.join()).toContain(`0 entries came of ${seqs.length}`);
  });
});

it('has questions that can be put again without parameters', async () => {
  const again = new Questions(client);
  await readStored(again, [COURSE], [BOOKS]);
  await countStrangers(again, [COURSE]);
  for (const scope of ['all', { zone: 'pumps', site: 'odense' }] as const) await newestFor(again, scope);
  expect(again.asked.length).toBeGreaterThanOrEqual(5);
  for (const { sql, parameters, rows } of again.asked) {
    expect((await client.query(withLiterals(sql, parameters))).rowCount).toBe(rows);
  }
});
