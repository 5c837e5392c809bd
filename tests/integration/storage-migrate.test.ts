import { readdirSync } from 'node:fs';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/lib/server/log';
import { systemClock } from '../../src/lib/server/clock';
import { openDatabase } from '../../src/lib/server/storage/database';
import { ensurePartitions } from '../../src/lib/server/storage/partitions';
import { migrate } from '../../src/lib/server/storage/migrate';
import { emptyDatabase } from '../support/database';
import { MIGRATIONS } from '../support/database-setup';
import { aSample, values, write } from '../support/telemetry';

async function applied(connection: pg.PoolConfig): Promise<number> {
  const client = new pg.Client(connection);
  await client.connect();
  const { rows } = await client.query<{ n: number }>(
    'select count(*)::int as n from drizzle.__drizzle_migrations',
  );
  await client.end();
  return rows[0]?.n ?? 0;
}

describe('migrations', () => {
  const files = readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql'));

  it('are each applied once when three programs start at the same moment', async () => {
    const { connection, drop } = await emptyDatabase();
    await Promise.all([1, 2, 3].map(() => migrate(connection, MIGRATIONS)));
    expect(await applied(connection)).toBe(files.length);
    await drop();
  });

  it('leave a database that is up to date as it is', async () => {
    const { connection, drop } = await emptyDatabase();
    await migrate(connection, MIGRATIONS);
    await migrate(connection, MIGRATIONS);
    expect(await applied(connection)).toBe(files.length);
    await drop();
  });

  it('can be applied by an owner who is no superuser and may make no roles', async () => {
    const { connection, drop } = await emptyDatabase();
    const client = new pg.Client(connection);
    await client.connect();
    await client.query(
      `do $$ begin create role plain_owner; exception when duplicate_object then null; end $$`,
    );
    await client.query(`alter database ${connection.database} owner to plain_owner`);
    await client.end();
    const plain = { ...connection, options: '-c role=plain_owner' };
    await migrate(plain, MIGRATIONS);
    const db = await openDatabase({ connection: plain, log: createLogger('silent'), clock: systemClock });
    const sample = aSample({ sourceMs: Date.now(), values: values({ dc_link_v: 1 }) });
    expect(await write(db, [sample])).toBe(1);
    expect(await ensurePartitions(db, Date.now(), 31)).toBeGreaterThan(0);
    expect(await write(db, [sample])).toBe(0);
    await db.close();
    await drop();
  });
});
