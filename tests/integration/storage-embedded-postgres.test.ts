import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/lib/server/log';
import { systemClock } from '../../src/lib/server/clock';
import { openDatabase, type Database } from '../../src/lib/server/storage/database';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/lib/server/storage/embedded-postgres';
import { migrate } from '../../src/lib/server/storage/migrate';
import { MIGRATIONS } from '../support/database-setup';
import { temporaryDirectory } from '../support/temporary-directory';
import { aSample, values, write } from '../support/telemetry';
import { until } from '../support/until';

const START = Date.UTC(2026, 10, 20, 9);
const log = createLogger('silent');

let temporary: ReturnType<typeof temporaryDirectory>;
let directory: string;
let server: EmbeddedPostgres;
beforeEach(async () => {
  temporary = temporaryDirectory('embedded');
  // Longer than a socket's path may be.
  directory = join(temporary.path, 'a-long-name-'.repeat(12));
  server = await startEmbeddedPostgres({ directory, log, clock: systemClock });
});
afterEach(async () => {
  await server.stop();
  temporary.remove();
});

/** Over a connection of its own: one that was open before may answer once more. */
async function answers(): Promise<true> {
  const client = new pg.Client(server.connection);
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } finally {
    await client.end();
  }
}

const open = () => openDatabase({ connection: server.applicationConnection, log, clock: systemClock });

describe('the embedded PostgreSQL', () => {
  it('loses no acknowledged sample and doubles none when it is killed in the middle of inserting', async () => {
    await migrate(server.connection, MIGRATIONS);
    const supervision = new AbortController();
    const supervised = server.run(supervision.signal);
    const db = await open();
    const acknowledged = new Set<number>();
    let next = 0;
    let writing = true;
    const writer = async () => {
      while (writing) {
        const batch = Array.from({ length: 50 }, () =>
          aSample({ sourceMs: START + next++, values: values({ dc_link_v: 540 }) }),
        );
        // As the journal does: the same batch again until it is taken.
        while (writing) {
          const taken = await write(db, batch).then(
            () => true,
            () => false,
          );
          if (taken) {
            for (const row of batch) acknowledged.add(row.sourceMs);
            break;
          }
          await systemClock.sleep(20);
        }
      }
    };
    const writers = [writer(), writer(), writer()];
    for (let kills = 0; kills < 3; kills += 1) {
      const before = acknowledged.size;
      await until(() => acknowledged.size > before + 500);
      const pid = server.pid;
      process.kill(pid, 'SIGKILL');
      await until(() => server.pid !== pid, 20_000);
    }
    const before = acknowledged.size;
    await until(() => acknowledged.size > before + 500, 20_000);
    writing = false;
    await Promise.all(writers);

    const { rows } = await db.read(({ client }) =>
      client.query<{ t: number }>('select source_ms as t from sample'),
    );
    const stored = new Set(rows.map((row) => row.t));
    expect(stored.size).toBe(rows.length);
    expect([...acknowledged].filter((t) => !stored.has(t))).toEqual([]);
    await db.close();
    supervision.abort();
    await supervised;
  }, 60_000);

  it('stops within two seconds with work in progress, and starts again with what was committed', async () => {
    await migrate(server.connection, MIGRATIONS);
    const db = await open();
    await write(db, [aSample({ sourceMs: START, values: values({ dc_link_v: 540 }) })]);
    const hanging = db
      .transaction(({ client }) => client.query('select pg_sleep(60)'))
      .catch(() => undefined);
    await until(async () => {
      const { rows } = await db.client.query(`select from pg_stat_activity where query like '%pg_sleep(60)'`);
      return rows.length > 0;
    });
    const began = performance.now();
    await db.close();
    await server.stop();
    expect(performance.now() - began).toBeLessThan(2_500);
    await hanging;

    server = await startEmbeddedPostgres({ directory, log, clock: systemClock });
    const again: Database = await open();
    const { rows } = await again.client.query('select dc_link_v from sample');
    expect(rows).toEqual([{ dc_link_v: 540 }]);
    await again.close();
  });

  it('is there again soon after it was killed in the middle of a long statement', async () => {
    await migrate(server.connection, MIGRATIONS);
    const supervision = new AbortController();
    const supervised = server.run(supervision.signal);
    const db = await open();
    // Busy, not waiting: such a process does not notice that its server is dead.
    const busy = db
      .transaction(({ client }) =>
        client.query('select count(*) from (select generate_series(1, 1000000000)) as numbers'),
      )
      .catch(() => undefined);
    await until(async () => {
      const { rows } = await db.client.query(
        `select from pg_stat_activity where state = 'active' and query like '%generate_series%' and pid <> pg_backend_pid()`,
      );
      return rows.length > 0;
    });
    const killed = server.pid;
    process.kill(killed, 'SIGKILL');
    const killedAt = performance.now();
    await until(() => server.pid !== killed, 20_000);
    await until(answers, 50_000, 'a new database to answer');
    expect(performance.now() - killedAt).toBeLessThan(10_000);
    await busy;
    await db.close();
    supervision.abort();
    await supervised;
  }, 60_000);

  it('listens on nothing but its socket', async () => {
    const db = await openDatabase({ connection: server.connection, log, clock: systemClock });
    const { rows } = await db.client.query(
      `select current_setting('listen_addresses') as addresses, inet_server_addr() as address`,
    );
    expect(rows).toEqual([{ addresses: '', address: null }]);
    await db.close();
  });
});
