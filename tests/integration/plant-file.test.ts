import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayId } from '../../src/lib/domain/ids';
import { entityTopicId } from '../../src/lib/domain/plant/entity';
import { resolvePlant } from '../../src/lib/domain/plant/file/resolve';
import { defaultLimits, mergeLimits } from '../../src/lib/domain/plant/limits';
import { writePlantFile } from '../../src/lib/domain/plant/plant-file';
import { changesAnything } from '../../src/lib/server/registry/import-report';
import { aPlantFile, SMALL_PLANT } from '../support/plant-files';
import { registryBench, replaced, WITHOUT_P102, type RegistryBench } from '../support/registry-bench';

let plant: RegistryBench;
beforeEach(async () => {
  plant = await registryBench();
});
afterEach(() => plant.close());

const gw = gatewayId.parse('gw-001');
const pump = (name: string) => entityTopicId(name);

describe('an imported plant file', () => {
  it('is the plant, in file order, with families recognised and limits filled in', async () => {
    const report = await plant.take(SMALL_PLANT);
    expect(report).toMatchObject({
      version: 1,
      isNew: true,
      sites: { added: ['north'] },
      zones: { added: ['intake'] },
      gateways: { added: ['gw-001'] },
      drives: { added: ['p-101', 'p-102'], changed: [], removed: [] },
    });
    expect(plant.registry.current()).toMatchObject({
      name: 'Small works',
      zones: [{ id: 'intake', site: 'north', targetLevels: [2, 2, 2, 2, 2, 2, 2] }],
      conduits: [{ id: 'uplink', from: 'intake', to: null, allowed: [{ protocol: 'mqtt', port: 8883 }] }],
      positions: [{ id: 'desk', zones: ['intake'] }],
      gateways: [{ id: 'gw-001', zone: 'intake' }],
      drives: [{ id: 'p-101', family: 'vlt-fc-202', zone: 'intake' }, { id: 'p-102' }],
    });
    expect(plant.drive('p-101')?.limits['motor_thermal_pct']).toMatchObject({ h: 90, hh: 100 });
    expect(plant.registry.driveByEntity(gw, pump('pump-02'))?.id).toBe('p-102');
  });

  it('comes back from the database as it was resolved, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(aPlantFile, async (file) => {
        await plant.take(writePlantFile(file));
        const fresh = plant.newRegistry();
        await fresh.load();
        const { drives, gateways, ...rest } = resolvePlant(file);
        const read = JSON.parse(JSON.stringify(fresh.current())) as ReturnType<typeof fresh.current>;
        expect(read).toMatchObject(JSON.parse(JSON.stringify(rest)) as object);
        expect(read.gateways.map(({ id, zone, name }) => [id, zone, name])).toEqual(
          gateways.map(({ id, zone, name }) => [id, zone, name]),
        );
        expect(fresh.current().drives.map(({ key: _, ...drive }) => drive)).toEqual(
          drives.map((drive) => ({
            ...drive,
            limits: mergeLimits(defaultLimits(drive.family, drive.rated), drive.limits),
          })),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('is exported as it was written, comments included', async () => {
    const document = `# the works\n${SMALL_PLANT}`;
    await plant.take(document);
    expect(await plant.registry.exportFile()).toBe(document);
  });

  it('changes nothing when it is imported again', async () => {
    await plant.take(SMALL_PLANT);
    const before = plant.registry.current();
    const report = await plant.take(SMALL_PLANT);
    expect(changesAnything(report)).toBe(false);
    expect(report).toMatchObject({ version: 1, isNew: false });
    expect(plant.registry.current()).toEqual(before);
  });

  it('changes nothing when any export of it is imported again', async () => {
    await fc.assert(
      fc.asyncProperty(aPlantFile, async (file) => {
        await plant.take(writePlantFile(file));
        const before = plant.registry.current();
        const report = await plant.take(`# again\n${await plant.registry.exportFile()}`);
        expect(changesAnything(report)).toBe(false);
        expect([report.adopted, report.renamed, report.returned]).toEqual([[], [], []]);
        expect(plant.registry.current()).toEqual(before);
      }),
      { numRuns: 15 },
    );
  });

  it('with errors changes nothing and says where they are', async () => {
    await plant.take(SMALL_PLANT);
    const before = plant.registry.current();
    await expect(plant.take(replaced('from: intake', 'from: nowhere'))).rejects.toMatchObject({
      code: 'plant-file.invalid',
      issues: [{ path: 'conduits.0.from', line: 33, column: 5 }],
    });
    await plant.registry.load();
    expect(plant.registry.current()).toEqual(before);
  });

  it('is taken over whole or not at all', async () => {
    await plant.take(SMALL_PLANT);
    const interrupted = plant.db.transaction(async (tx) => {
      await plant.registry.importFile(tx, WITHOUT_P102, 'administrator', plant.clock.now());
      throw new Error('interrupted');
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    await plant.registry.load();
    expect(plant.drive('p-102')).toBeDefined();
    expect(await plant.registry.exportFile()).toBe(SMALL_PLANT);
  });

  it('is told on the plant.bus', async () => {
    const told: number[] = [];
    plant.bus.on(told, 'plant.changed', ({ at }) => told.push(at));
    await plant.take(SMALL_PLANT);
    expect(told).toHaveLength(1);
  });
});
