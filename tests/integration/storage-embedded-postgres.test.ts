import { join } from 'node:path';
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

  it('listens on nothing but its socket', async () => {
    const db = await openDatabase({ connection: server.connection, log, clock: systemClock });
    const { rows } = await db.client.query(
      `select current_setting('listen_addresses') as addresses, inet_server_addr() as address`,
    );
    expect(rows).toEqual([{ addresses: '', address: null }]);
    await db.close();
  });
});
