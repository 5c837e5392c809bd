import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { importFirstPlant } from '../../src/lib/server/import-plant';
import { PlantRegistry } from '../../src/lib/server/registry/service';
import { accessBench, type AccessBench } from '../support/access';
import { SMALL_PLANT } from '../support/plant-files';
import { temporaryDirectory } from '../support/temporary-directory';

const directory = temporaryDirectory('first-plant');
afterAll(() => directory.remove());
const path = join(directory.path, 'plant.yaml');

let bench: AccessBench;
let registry: PlantRegistry;
beforeEach(async () => {
  bench = await accessBench();
  registry = new PlantRegistry({ ...bench.host, database: bench.test.db });
  await registry.load();
});
afterEach(() => bench.test.close());

const start = () => importFirstPlant(bench.host, registry, path);

it('the first start takes the named plant file over and writes that down', async () => {
  writeFileSync(path, SMALL_PLANT);
  await start();
  expect(registry.current().name).toBe('Small works');
  expect(registry.current().drives.length).toBeGreaterThan(0);
  expect(await bench.auditLines()).toContainEqual('system:start plant.import plant:plant done');
});

it('later starts leave the plant as it is by then', async () => {
  writeFileSync(path, SMALL_PLANT);
  await start();
  writeFileSync(path, SMALL_PLANT.replace('Small works', 'Other works'));
  await start();
  expect(registry.current().name).toBe('Small works');
});

it('a file with errors stops the start, with file, line and what is wrong', async () => {
  writeFileSync(path, `${SMALL_PLANT}\nbogus: 1\n`);
  await expect(start()).rejects.toThrow(/ZONEWATCH_PLANT: .*\n {2}\S*plant\.yaml:\d+:\d+ .*bogus/);
  expect(await registry.hasPlantFile()).toBe(false);
});

it('a file that cannot be read is told by name', async () => {
  const missing = importFirstPlant(bench.host, registry, directory.path);
  await expect(missing).rejects.toThrow(`ZONEWATCH_PLANT: ${directory.path} cannot be read.`);
});
