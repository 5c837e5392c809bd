import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { systemClock, type Clock } from '../../src/lib/server/clock';
import type { Bus } from '../../src/lib/server/bus';
import { createLogger } from '../../src/lib/server/log';
import { openDatabase, type Database } from '../../src/lib/server/storage/database';
import { connectionTo } from '../../src/lib/server/storage/embedded-postgres';
import { APPLICATION_ROLE, OWNER_ROLE } from '../../src/lib/server/storage/postgres-cluster';
import { TEMPLATE } from './database-setup';

export interface TestDatabase {
  /** Connected as the running program is: not the owner. */
  db: Database;
  /** Connection of the owner. */
  connection: pg.PoolConfig;
  /** Connection of the running program. */
  applicationConnection: pg.PoolConfig;
  close(): Promise<void>;
}

/** A fresh database with the newest schema and no rows, on the server of this test run. */
export async function testDatabase(options: { bus?: Bus; clock?: Clock } = {}): Promise<TestDatabase> {
  const { connection, drop } = await createDatabase(`template ${TEMPLATE}`);
  const applicationConnection = { ...connection, user: APPLICATION_ROLE };
  const db = await openDatabase({
    connection: applicationConnection,
    log: createLogger('silent'),
    clock: options.clock ?? systemClock,
    bus: options.bus,
  });
  return {
    db,
    connection,
    applicationConnection,
    async close() {
      await db.close();
      await drop();
    },
  };
}

/** A database without any schema, for tests of migrations; `connection` is the owner's. */
export async function emptyDatabase(): Promise<{ connection: pg.PoolConfig; drop(): Promise<void> }> {
  return createDatabase('template template0');
}

async function createDatabase(suffix: string) {
  const owner = connectionTo(inject('databaseRun'), OWNER_ROLE);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await maintain(owner, `create database ${name} ${suffix} strategy file_copy`);
  return {
    connection: { ...owner, database: name },
    drop: () => maintain(owner, `drop database if exists ${name} with (force)`),
  };
}

async function maintain(owner: pg.PoolConfig, text: string): Promise<void> {
  const client = new pg.Client({ ...owner, database: 'postgres' });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
