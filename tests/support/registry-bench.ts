import { expect } from 'vitest';
import { driveId } from '../../src/lib/domain/ids';
import { Bus } from '../../src/lib/server/bus';
import { createLogger } from '../../src/lib/server/log';
import type { ImportReport } from '../../src/lib/server/registry/import-report';
import { PlantRegistry } from '../../src/lib/server/registry/service';
import { testDatabase } from './database';
import { FakeClock } from './fake-clock';
import { SMALL_PLANT } from './plant-files';

export type RegistryBench = Awaited<ReturnType<typeof registryBench>>;

/** A registry on a database of its own; a second passes with every import. */
export async function registryBench() {
  const test = await testDatabase();
  const bus = new Bus();
  const clock = new FakeClock();
  const newRegistry = () => new PlantRegistry({ database: test.db, bus, clock, log: createLogger('silent') });
  const registry = newRegistry();
  await registry.load();
  const drive = (id: string) => registry.drive(driveId.parse(id));
  return {
    db: test.db,
    connection: test.connection,
    bus,
    clock,
    registry,
    /** Another process on the same database. */
    newRegistry,
    drive,
    keyOf: (id: string) => drive(id)?.key,
    /** Imports a plant file. */
    async take(document: string, into = registry): Promise<ImportReport> {
      const report = await test.db.transaction((tx) =>
        into.importFile(tx, document, 'administrator', clock.now()),
      );
      await into.load();
      clock.jump(clock.now() + 1_000);
      return report;
    },
    close: () => test.close(),
  };
}

/** The small plant with one piece of its text replaced, which must be there. */
export const replaced = (find: string, replace: string): string => {
  expect(SMALL_PLANT).toContain(find);
  return SMALL_PLANT.replace(find, replace);
};

export const WITHOUT_P102 = SMALL_PLANT.replace(/ {14}- id: p-102[\s\S]*?pump-02\n/, '');
