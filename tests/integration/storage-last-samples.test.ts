import { afterAll, beforeAll, expect, it } from 'vitest';
import { SIGNAL_INDEX } from '../../src/lib/domain/telemetry/signals';
import { DAY_MS } from '../../src/lib/domain/time';
import { Bus } from '../../src/lib/server/bus';
import { createLogger } from '../../src/lib/server/log';
import { PlantRegistry } from '../../src/lib/server/registry/service';
import { readLastSamples } from '../../src/lib/server/storage/last-sample-store';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';
import { SMALL_PLANT } from '../support/plant-files';
import { aSample, values, write } from '../support/telemetry';

let test: TestDatabase;
let keys: number[];
const now = new FakeClock().now();

beforeAll(async () => {
  test = await testDatabase();
  const clock = new FakeClock();
  const registry = new PlantRegistry({
    database: test.db,
    bus: new Bus(),
    clock,
    log: createLogger('silent'),
  });
  await test.db.transaction((tx) => registry.importFile(tx, SMALL_PLANT, 'test', now));
  await registry.load();
  keys = registry.current().drives.map((drive) => Number(drive.key));
});
afterAll(() => test.close());

const last = async (driveKey: number) =>
  (await test.db.read((tx) => readLastSamples(tx, now))).filter((row) => row.driveKey === driveKey);
const current = SIGNAL_INDEX.motor_current_a;

it('older rows are read only where they say what the newest leaves open', async () => {
  const [driveKey = 0] = keys;
  const said = [
    values({ heatsink_temp_c: 40 }),
    values({ motor_current_a: 6 }),
    values({ motor_current_a: 7 }),
    values({ motor_current_a: 8, dc_link_v: 540 }),
  ];
  await write(
    test.db,
    said.map((row, i) => aSample({ driveKey, sourceMs: now - 9_000 + i * 1_000, values: row })),
  );
  const rows = await last(driveKey);
  expect(rows.map(({ sourceMs }) => now - sourceMs)).toEqual([9_000, 6_000]);
  expect(rows[0]?.values[SIGNAL_INDEX.heatsink_temp_c]).toBe(40);
  expect(rows[1]?.values[current]).toBe(8);
});

it('a drive that has been silent for weeks is sought further back than one that spoke today', async () => {
  const [, driveKey = 0] = keys;
  const at = now - 20 * DAY_MS;
  const backlog = { receivedMs: now, historical: true, values: values({ motor_current_a: 99 }) };
  await write(test.db, [
    aSample({ driveKey, sourceMs: at, values: values({ motor_current_a: 3 }) }),
    aSample({ driveKey, sourceMs: now - 60_000, ...backlog }),
  ]);
  const rows = await last(driveKey);
  expect(rows.map((row) => [row.sourceMs, row.values[current]])).toEqual([[at, 3]]);
});
