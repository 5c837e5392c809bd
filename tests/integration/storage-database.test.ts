import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DomainError } from '../../src/lib/domain/errors';
import { Bus } from '../../src/lib/server/bus';
import { systemClock } from '../../src/lib/server/clock';
import { createLogger } from '../../src/lib/server/log';
import { applicationConnection } from '../../src/lib/server/storage/application-role';
import type { UnavailableReason } from '../../src/lib/server/storage/availability';
import { openDatabase } from '../../src/lib/server/storage/database';
import { createInstallation, readInstallation } from '../../src/lib/server/storage/installation-store';
import { testDatabase, type TestDatabase } from '../support/database';
import { until } from '../support/until';

const log = createLogger('silent');
let test: TestDatabase;
beforeEach(async () => (test = await testDatabase()));
afterEach(() => test.close());

const failure = (code: string, message: string) => Object.assign(new Error(message), { code });

describe('a transaction', () => {
  it('leaves nothing behind when it throws', async () => {
    await expect(
      test.db.transaction(async ({ client }) => {
        await client.query(`insert into site (id, name, time_zone) values ('a', 'A', 'UTC')`);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    const { rows } = await test.db.client.query('select from site');
    expect(rows).toEqual([]);
  });

  it('passes errors of the statement on as they are', async () => {
    const broken = test.db.transaction(({ client }) => client.query('select nonsense'));
    await expect(broken).rejects.toMatchObject({ code: '42703' });
    expect(test.db.availability().state).toBe('available');
  });

  it('reads 64-bit numbers as numbers', async () => {
    const { rows } = await test.db.client.query('select 1795165200000::bigint as n');
    expect(rows).toEqual([{ n: 1_795_165_200_000 }]);
  });
});

describe('a database that is gone', () => {
  it('is named as such where it is met, told on the bus, and found again by itself', async () => {
    const bus = new Bus();
    const told: boolean[] = [];
    bus.on(told, 'database.state', (state) => told.push(state.available));
    const db = await openDatabase({ connection: test.applicationConnection, log, clock: systemClock, bus });
    const owner = new pg.Client({ ...test.connection, database: 'postgres' });
    await owner.connect();
    const name = test.connection.database ?? '';
    await owner.query(`alter database ${name} allow_connections false`);
    await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1`, [name]);
    await until(() => told.includes(false));
    const attempt = db.transaction(({ client }) => client.query('select 1'));
    await expect(attempt).rejects.toMatchObject({
      code: 'database.unavailable',
      message: 'Not recording: the database does not answer.',
    });
    await owner.query(`alter database ${name} allow_connections true`);
    await until(() => told.at(-1) === true);
    expect(told).toEqual([false, true]);
    expect((await db.read(({ client }) => client.query('select 1 as one'))).rows).toEqual([{ one: 1 }]);
    await owner.end();
    await db.close();
  });

  it('does not keep the program from starting', async () => {
    const nowhere = { host: '/nowhere', port: 5432, user: 'x', database: 'x' };
    const db = await openDatabase({ connection: nowhere, log, clock: systemClock });
    expect(db.availability()).toMatchObject({ state: 'unavailable', reason: 'unreachable' });
    await expect(db.read(({ client }) => client.query('select 1'))).rejects.toBeInstanceOf(DomainError);
    await db.close();
  });
});

describe('a full disk', () => {
  it('met by a statement says so in words that a page can print', async () => {
    const attempt = test.db.transaction(() => Promise.reject(failure('53100', 'could not extend file')));
    await expect(attempt).rejects.toMatchObject({
      code: 'database.unavailable',
      message: 'Not recording: disk full.',
    });
    expect(test.db.availability()).toMatchObject({ state: 'unavailable', reason: 'disk-full' });
    await until(() => test.db.availability().state === 'available');
  });

  it('that is coming stops mass writes first, while acts of people still go through', async () => {
    let trouble: UnavailableReason | undefined;
    const db = await openDatabase({
      connection: test.applicationConnection,
      log,
      clock: systemClock,
      diagnose: () => trouble,
    });
    trouble = 'disk-full';
    await until(() => db.availability().state === 'unavailable');
    const once = () => Promise.resolve('done');
    await expect(db.transaction(once, { bulk: true })).rejects.toThrow('Not recording: disk full.');
    expect(await db.transaction(once)).toBe('done');
    trouble = undefined;
    await until(() => db.availability().state === 'available');
    expect(await db.transaction(once, { bulk: true })).toBe('done');
    await db.close();
  });
});

describe('the application role', () => {
  it('may append to the audit log by its functions alone, and change nothing of it', async () => {
    const append = () =>
      test.db.transaction(async ({ client }) => {
        const { rows } = await client.query<{ seq: number }>('select audit_lock(1::smallint) as seq');
        await client.query(
          `select audit_append(1::smallint, $1, '\\x61', now(), 'a', 'b', 'c', 'd', 'ok', null, null)`,
          [rows[0]?.seq],
        );
      });
    await Promise.all([append(), append(), append()]);
    const { rows } = await test.db.client.query('select seq from audit_entry order by seq');
    expect(rows.map((row) => row.seq)).toEqual([0, 1, 2]);
    for (const sql of [
      'delete from audit_entry',
      `update audit_entry set actor = 'x'`,
      'truncate audit_entry',
      'update audit_head set next_seq = 0',
      'delete from audit_head',
      `insert into audit_head values (2, 0)`,
    ]) {
      await expect(test.db.client.query(sql), sql).rejects.toThrow(/permission denied/);
    }
  });

  it('is not what keeps the owner from rewriting the log: triggers are', async () => {
    const owner = new pg.Client(test.connection);
    await owner.connect();
    await owner.query(`insert into audit_head values (1, 5)`);
    await owner.query(`insert into audit_entry values (1, 4, '', '', now(), 'a', 'b', 'c', 'd', 'ok')`);
    for (const sql of [
      'delete from audit_entry',
      'truncate audit_entry',
      'update audit_head set next_seq = 0',
      'delete from audit_head',
    ]) {
      await expect(owner.query(sql), sql).rejects.toThrow(/audit/);
    }
    await owner.end();
  });

  it('is taken on by the one user of a server that has no second', async () => {
    const connection = await applicationConnection(test.connection);
    const db = await openDatabase({ connection, log, clock: systemClock });
    const { rows } = await db.client.query('select current_user as role');
    expect(rows).toEqual([{ role: 'zonewatch_app' }]);
    await db.close();
  });
});

describe('the installation', () => {
  it('is written once and stays what it was', async () => {
    const facts = { plantName: 'North', uuid: 'u-1', now: 1_795_165_200_000 };
    expect(await readInstallation(test.db)).toBeUndefined();
    await test.db.transaction((tx) => createInstallation(tx, { ...facts, kind: 'demo' }));
    const second = await test.db.transaction((tx) =>
      createInstallation(tx, { ...facts, kind: 'production' }),
    );
    expect(second).toMatchObject({ kind: 'demo', plantName: 'North', createdAt: facts.now });
  });
});
