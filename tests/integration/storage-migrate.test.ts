import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../src/lib/domain/time';
import { createLogger } from '../../src/lib/server/log';
import { systemClock } from '../../src/lib/server/clock';
import { openDatabase } from '../../src/lib/server/storage/database';
import { ensurePartitions } from '../../src/lib/server/storage/partitions';
import { Rollup } from '../../src/lib/server/storage/rollup';
import { migrate } from '../../src/lib/server/storage/migrate';
import { emptyDatabase } from '../support/database';
import { MIGRATIONS } from '../support/database-setup';
import { FakeClock } from '../support/fake-clock';
import { aSample, storedBuckets, values, write } from '../support/telemetry';
import { temporaryDirectory } from '../support/temporary-directory';

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

  it('of a database in use lose no minute that the release before had marked or claimed', async () => {
    const { connection, drop } = await emptyDatabase();
    const before = temporaryDirectory('migrations');
    cpSync(MIGRATIONS, before.path, { recursive: true });
    const journalFile = join(before.path, 'meta', '_journal.json');
    const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: { tag: string }[] };
    journal.entries = journal.entries.filter(({ tag }) => tag < '0002');
    writeFileSync(journalFile, JSON.stringify(journal));
    await migrate(connection, before.path);
    before.remove();

    const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    const minutes = [now - HOUR_MS, now - MINUTE_MS, now];
    const client = new pg.Client(connection);
    await client.connect();
    await client.query(
      `insert into sample (key, source_ms, received_ms, quality, historical, dc_link_v)
       select 1, at, at, 0, false, 540 from unnest($1::bigint[]) as at`,
      [minutes],
    );
    await client.query(
      `with marks as (select 1 as key, at from unnest($1::bigint[]) with ordinality as t (at, n) where n > 1),
         marked as (insert into rollup_dirty (key, minute_ms) select key, at from marks)
       insert into rollup_claim (key, minute_ms) values (1, $2)`,
      [minutes, minutes[0]],
    );
    await client.end();

    await migrate(connection, MIGRATIONS);
    const db = await openDatabase({ connection, log: createLogger('silent'), clock: systemClock });
    const clock = new FakeClock(now + 2 * MINUTE_MS);
    await new Rollup({ db, clock, log: createLogger('silent') }).round();
    expect((await storedBuckets(db, 'rollup_1m')).map(({ t, count }) => [t, count])).toEqual(
      minutes.map((t) => [t, 1]),
    );
    await db.close();
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
