import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/lib/server/log';
import { systemClock } from '../../src/lib/server/clock';
import { openDatabase } from '../../src/lib/server/storage/database';
import { startEmbeddedPostgres } from '../../src/lib/server/storage/embedded-postgres';
import { insertSamples } from '../../src/lib/server/storage/sample-store';
import { migrate } from '../../src/lib/server/storage/migrate';
import { MIGRATIONS } from '../support/database-setup';
import { aSample, values } from '../support/telemetry';
import { smallDisk, type SmallDisk } from '../support/small-disk';
import { until } from '../support/until';

let disk: SmallDisk | undefined;
const log = createLogger('silent');

beforeAll(() => {
  disk = smallDisk(200);
});
afterAll(() => disk?.remove());

describe('a disk that is really full', () => {
  it('stops the recording by name, keeps reading, loses nothing, and recording goes on by itself', async (test) => {
    if (disk === undefined) return test.skip('only root can make a small disk');
    const server = await startEmbeddedPostgres({
      directory: join(disk.path, 'data'),
      log,
      clock: systemClock,
    });
    const supervision = new AbortController();
    const supervised = server.run(supervision.signal);
    await migrate(server.connection, MIGRATIONS);
    const { diagnose, applicationConnection: connection } = server;
    const db = await openDatabase({ connection, log, clock: systemClock, diagnose });
    let next = 0;
    const acknowledged = new Set<number>();
    const record = async () => {
      const rows = Array.from({ length: 1_000 }, () =>
        aSample({ sourceMs: Date.UTC(2026, 10, 20) + next++, values: values({ dc_link_v: 540 }) }),
      );
      await db.transaction((tx) => insertSamples(tx, rows), { bulk: true });
      for (const row of rows) acknowledged.add(row.sourceMs);
    };
    const count = () =>
      db.read(({ client }) => client.query<{ t: number }>('select source_ms as t from sample'));

    await record();
    const filler = join(disk.path, 'filler');
    expect(() => writeFileSync(filler, Buffer.alloc(200_000_000))).toThrow(/ENOSPC/);
    await until(() => db.availability().state === 'unavailable');
    await expect(record()).rejects.toMatchObject({
      code: 'database.unavailable',
      message: 'Not recording: disk full.',
    });
    expect((await count()).rows).toHaveLength(acknowledged.size);

    rmSync(filler);
    await until(() => db.availability().state === 'available');
    await record();
    const stored = new Set((await count()).rows.map((row) => row.t));
    expect([...acknowledged].filter((t) => !stored.has(t))).toEqual([]);
    await db.close();
    supervision.abort();
    await supervised;
  });
});
