import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { DomainError } from '../../domain/errors';

/** Any number that nothing else locks; one lock for everybody who migrates this database. */
const MIGRATION_LOCK = 7_041_001;

/** Oldest server whose SQL our migrations use. */
const OLDEST_SERVER = 15;

/**
 * Brings the database of `connection` (its owner's) to the newest schema. Several may start it at once:
 * an advisory lock on a connection of its own lets one work and the others find nothing left to do.
 * Throws `database.unavailable` with a plain sentence when the server is older than PostgreSQL 15.
 */
export async function migrate(connection: pg.PoolConfig, folder: string): Promise<void> {
  const client = new pg.Client({ application_name: 'zonewatch-migrate', ...connection });
  // A broken connection also rejects the query that waits on it; that rejection is the one reported.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await assertVersion(client);
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await applyMigrations(drizzle(client), { migrationsFolder: folder });
  } finally {
    await client.end();
  }
}

async function assertVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  );
  const version = rows[0]?.version ?? '';
  if (Number.parseInt(version, 10) >= OLDEST_SERVER) return;
  throw new DomainError(
    'database.unavailable',
    `The PostgreSQL server has version ${version}; Zonewatch needs ${OLDEST_SERVER} or newer.`,
  );
}
