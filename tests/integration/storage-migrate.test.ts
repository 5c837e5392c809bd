import { readdirSync } from 'node:fs';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../src/lib/server/storage/migrate';
import { emptyDatabase } from '../support/database';
import { MIGRATIONS } from '../support/database-setup';

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
});
