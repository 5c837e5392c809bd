import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { systemClock } from '../../src/lib/server/clock';
import { createLogger } from '../../src/lib/server/log';
import { startEmbeddedPostgres } from '../../src/lib/server/storage/embedded-postgres';
import { migrate } from '../../src/lib/server/storage/migrate';
import { runFolder } from '../../src/lib/server/storage/postgres-cluster';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the test database's socket. */
    databaseRun: string;
  }
}

export const TEMPLATE = 'zonewatch_template';
export const MIGRATIONS = join(import.meta.dirname, '../../drizzle');

/** One PostgreSQL for the whole run, in a directory of its own, with a migrated database to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'zonewatch-test-')));
  const dismiss = stopWhenWeDie(directory);
  const server = await startEmbeddedPostgres({
    directory,
    log: createLogger('silent'),
    clock: systemClock,
    // Nothing of it has to survive a power cut; tests of durability start servers of their own.
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  await query(server.connection, `create database ${TEMPLATE}`);
  await migrate({ ...server.connection, database: TEMPLATE }, MIGRATIONS);
  project.provide('databaseRun', runFolder(directory));
  return async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
    dismiss();
  };
}

async function query(connection: pg.PoolConfig, text: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  await client.query(text);
  await client.end();
}

/** A shell that waits for the end of our pipe, which comes however we end, and then clears up. */
function stopWhenWeDie(directory: string): () => void {
  const clearUp = `cat >/dev/null
    [ -d "$0" ] || exit 0
    kill -QUIT "$(head -n 1 "$0/postgres/data/postmaster.pid")" 2>/dev/null
    rm -rf "$0"`;
  const guard = spawn('/bin/sh', ['-c', clearUp, directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  return () => guard.stdin.end();
}
