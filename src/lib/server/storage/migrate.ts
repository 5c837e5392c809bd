import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

/** Any number that nothing else locks; one lock for everybody who migrates this database. */
const MIGRATION_LOCK = 7_041_001;

/**
 * Brings the database of `connection` (its owner's) to the newest schema. Several may start it at once:
 * an advisory lock on a connection of its own lets one work and the others find nothing left to do.
 */
export async function migrate(connection: pg.PoolConfig, folder: string): Promise<void> {
  const client = new pg.Client({ application_name: 'zonewatch-migrate', ...connection });
  // A broken connection also rejects the query that waits on it; that rejection is the one reported.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await applyMigrations(drizzle(client), { migrationsFolder: folder });
  } finally {
    await client.end();
  }
}
