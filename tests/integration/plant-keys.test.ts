import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayId } from '../../src/lib/domain/ids';
import { entityTopicId } from '../../src/lib/domain/plant/entity';
import { SMALL_PLANT } from '../support/plant-files';
import { registryBench, replaced, WITHOUT_P102, type RegistryBench } from '../support/registry-bench';

let plant: RegistryBench;
beforeEach(async () => {
  plant = await registryBench();
});
afterEach(() => plant.close());

const gw = gatewayId.parse('gw-001');
const pump = (name: string) => entityTopicId(name);

describe('the history of a drive, which hangs on its key,', () => {
  it('follows the drive to a new id', async () => {
    await plant.take(SMALL_PLANT);
    const key = plant.keyOf('p-101');
    const report = await plant.take(replaced('id: p-101', 'id: p-901'));
    expect(report).toMatchObject({
      renamed: [{ id: 'p-901', was: 'p-101' }],
      drives: { added: [], removed: [] },
    });
    expect(plant.keyOf('p-901')).toBe(key);
    expect(plant.drive('p-101')).toBeUndefined();
  });

  it('follows ids that pass along a row of drives', async () => {
    await plant.take(SMALL_PLANT);
    const [first, second] = [plant.keyOf('p-101'), plant.keyOf('p-102')];
    await plant.take(replaced('id: p-102', 'id: p-103').replace('id: p-101', 'id: p-102'));
    expect([plant.keyOf('p-102'), plant.keyOf('p-103')]).toEqual([first, second]);
  });

  it('follows ids that change places', async () => {
    await plant.take(SMALL_PLANT);
    const [first, second] = [plant.keyOf('p-101'), plant.keyOf('p-102')];
    await plant.take(
      replaced('id: p-102', 'id: x').replace('id: p-101', 'id: p-102').replace('id: x', 'id: p-101'),
    );
    expect([plant.keyOf('p-102'), plant.keyOf('p-101')]).toEqual([first, second]);
  });

  it('follows the drive to another entity', async () => {
    await plant.take(SMALL_PLANT);
    const key = plant.keyOf('p-101');
    const report = await plant.take(replaced('entity: pump-01', 'entity: pump-11'));
    expect(report.drives.changed).toEqual(['p-101']);
    expect(plant.keyOf('p-101')).toBe(key);
    expect(plant.registry.driveByEntity(gw, pump('pump-01'))).toBeUndefined();
  });

  it('waits for a drive that was removed and comes back', async () => {
    await plant.take(SMALL_PLANT);
    const key = plant.keyOf('p-102');
    expect((await plant.take(WITHOUT_P102)).drives.removed).toEqual(['p-102']);
    expect(plant.drive('p-102')).toBeUndefined();
    const { rows } = await plant.db.client.query('select removed_at from drive where key = $1', [key]);
    expect(rows).toEqual([{ removed_at: expect.any(Date) as Date }]);
    expect((await plant.take(SMALL_PLANT)).returned).toEqual(['p-102']);
    expect(plant.keyOf('p-102')).toBe(key);
  });

  it('follows a discovered drive to its place in the plant file', async () => {
    await plant.take(WITHOUT_P102);
    const found = await plant.registry.ensureDrive(gw, pump('pump-02'));
    expect(found).toMatchObject({ id: 'gw-001:pump-02', origin: 'discovered', zone: 'intake' });
    const report = await plant.take(SMALL_PLANT);
    expect(report.adopted).toEqual([{ id: 'p-102', was: 'gw-001:pump-02' }]);
    expect(plant.keyOf('p-102')).toBe(found.key);
    expect(plant.drive('gw-001:pump-02')).toBeUndefined();
  });

  it('stays with a drive that moved onto an entity discovered meanwhile', async () => {
    await plant.take(SMALL_PLANT);
    const key = plant.keyOf('p-101');
    await plant.registry.ensureDrive(gw, pump('pump-11'));
    const report = await plant.take(replaced('entity: pump-01', 'entity: pump-11'));
    expect(plant.keyOf('p-101')).toBe(key);
    expect(report.drives.removed).toEqual(['gw-001:pump-11']);
  });

  it('follows a removed drive that goes on sending', async () => {
    await plant.take(SMALL_PLANT);
    const key = plant.keyOf('p-102');
    await plant.take(WITHOUT_P102);
    const found = await plant.registry.ensureDrive(gw, pump('pump-02'));
    expect(found).toMatchObject({
      id: 'gw-001:pump-02',
      key,
      name: 'Raw water pump 2',
      origin: 'discovered',
    });
  });

  it('is never given to two drives, whatever files come one after another', async () => {
    const edits = fc.array(
      fc.record({
        ids: fc.shuffledSubarray(['a', 'b', 'c', 'd']),
        entities: fc.shuffledSubarray(['e1', 'e2', 'e3', 'e4'], { minLength: 4 }),
      }),
      { minLength: 2, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(edits, async (files) => {
        for (const { ids, entities } of files) {
          const drives = ids.map((id, i) => ({ id, name: id, entity: entities[i] }));
          const head = SMALL_PLANT.slice(0, SMALL_PLANT.indexOf('              - id: p-101'));
          await plant.take(
            `${head}${drives.map((d) => `              - ${JSON.stringify(d)}\n`).join('')}`.replace(
              /drives:\n$/,
              'drives: []\n',
            ),
          );
          const { rows } = await plant.db.client.query<{ id: string; entity: string }>(
            'select id, entity from drive where removed_at is null order by ordinal',
          );
          expect(rows).toEqual(drives.map((d) => ({ id: d.id, entity: `device/${d.entity}//` })));
        }
      }),
      { numRuns: 20 },
    );
  });
});
