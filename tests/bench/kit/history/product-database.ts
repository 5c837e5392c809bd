import { systemClock } from '../../../../src/lib/server/clock';
import { createLogger } from '../../../../src/lib/server/log';
import { openDatabase, type Database } from '../../../../src/lib/server/storage/database';
import { connectionTo } from '../../../../src/lib/server/storage/embedded-postgres';
import { APPLICATION_ROLE, runFolder } from '../../../../src/lib/server/storage/postgres-cluster';

/** The database of a running product, seen with the rights that the product itself has. */
export const openProductDatabase = ({ dataDirectory }: { dataDirectory: string }): Promise<Database> =>
  openDatabase({
    connection: connectionTo(runFolder(dataDirectory), APPLICATION_ROLE),
    log: createLogger('silent'),
    clock: systemClock,
  });

/** The numbers that stand for the drives in tables of telemetry, in the order of `drives`. */
export async function keysOf(db: Database, drives: readonly string[]): Promise<number[]> {
  const { rows } = await db.client.query<{ id: string; key: number }>('select id, key from drive');
  const keys = new Map(rows.map(({ id, key }) => [id, key]));
  return drives.map((drive) => {
    const key = keys.get(drive);
    if (key === undefined) throw new Error(`there is no drive ${drive}`);
    return key;
  });
}
