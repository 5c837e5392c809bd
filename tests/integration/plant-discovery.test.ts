import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayId, type EntityTopicId } from '../../src/lib/domain/ids';
import { entityTopicId } from '../../src/lib/domain/plant/entity';
import { parsePlantFile } from '../../src/lib/domain/plant/plant-file';
import { UNPLACED_ZONE } from '../../src/lib/domain/plant/unplaced';
import { DomainError } from '../../src/lib/domain/errors';
import type { Tx } from '../../src/lib/server/storage/database';
import { createLogger } from '../../src/lib/server/log';
import { PlantRegistry } from '../../src/lib/server/registry/service';
import { SMALL_PLANT } from '../support/plant-files';
import { registryBench, type RegistryBench } from '../support/registry-bench';

let plant: RegistryBench;
beforeEach(async () => {
  plant = await registryBench();
});
afterEach(() => plant.close());

const gw = gatewayId.parse('gw-001');
const pump = (name: string) => entityTopicId(name);

describe('a drive that announces itself', () => {
  it('is part of the plant at once, with what it tells of itself', async () => {
    await plant.take(SMALL_PLANT);
    const found: string[] = [];
    plant.bus.on(found, 'drive.discovered', (event) => found.push(event.drive));
    const made = await plant.registry.ensureDrive(gw, pump('fan-9'), {
      name: 'Roof fan',
      model: 'VLT FC 102',
    });
    expect(made).toMatchObject({
      id: 'gw-001:fan-9',
      name: 'Roof fan',
      family: 'vlt-fc-102',
      zone: 'intake',
    });
    expect(plant.registry.driveByEntity(gw, pump('fan-9'))).toBe(made);
    expect(found).toEqual(['gw-001:fan-9']);
  });

  it('is one drive, however many messages it sends at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 50 }, () => plant.registry.ensureDrive(gw, pump('fan-9'))),
    );
    expect(new Set(made.map(({ key }) => key)).size).toBe(1);
    expect(plant.registry.current().drives).toHaveLength(1);
  });

  it('learns its name and family when its registration comes later', async () => {
    const before = await plant.registry.ensureDrive(gw, pump('fan-9'));
    const after = await plant.registry.ensureDrive(gw, pump('fan-9'), {
      name: 'Roof fan',
      model: 'VACON 100',
    });
    expect(after).toMatchObject({ key: before.key, id: before.id, name: 'Roof fan', family: 'vacon-100' });
  });

  it('of the plant file keeps what the file says', async () => {
    await plant.take(SMALL_PLANT);
    const known = await plant.registry.ensureDrive(gw, pump('pump-01'), { name: 'Other', model: 'iC7' });
    expect(known).toMatchObject({ id: 'p-101', name: 'Raw water pump 1', family: 'vlt-fc-202' });
  });

  it('behind a gateway without a place stands in the unplaced zone until a file places the gateway', async () => {
    const made = await plant.registry.ensureDrive(gw, pump('pump-01'));
    expect(made.zone).toBe(UNPLACED_ZONE.id);
    expect(plant.registry.current().sites.map(({ id }) => id)).toEqual(['unplaced']);
    await plant.take(SMALL_PLANT);
    expect(plant.registry.current().sites.map(({ id }) => id)).toEqual(['north']);
    expect(plant.keyOf('p-101')).toBe(made.key);
  });

  it('gets an id of its own when another entity has the same letters', async () => {
    const made = await Promise.all(
      ['a b', 'a-b', 'a(b'].map((name) =>
        plant.registry.ensureDrive(gw, `device/${name}//` as EntityTopicId),
      ),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(3);
  });

  it('with a hostile name is stored as one line of text', async () => {
    const made = await plant.registry.ensureDrive(gw, pump('x'), {
      name: `a'; drop table drive; --\n\u0000<b>${'x'.repeat(500)}`,
    });
    expect(made.name).toMatch(/^a'; drop table drive; -- <b>x+$/);
    expect(made.name).toHaveLength(120);
  });

  it('can be exported for people to place, and placing it keeps its key', async () => {
    await plant.take(SMALL_PLANT);
    const fan = await plant.registry.ensureDrive(gw, pump('fan-9'), { model: 'VLT FC 102' });
    const other = await plant.registry.ensureDrive(gatewayId.parse('gw-777'), pump('pump-01'));
    const exported = await plant.registry.exportFile({ discovered: true });
    expect(parsePlantFile(exported).ok).toBe(true);
    const report = await plant.take(exported);
    expect(report.adopted.map(({ id }) => id)).toEqual([fan.id, other.id]);
    expect(plant.drive(fan.id)).toMatchObject({ key: fan.key, origin: 'plant-file', zone: 'intake' });
    expect(plant.drive(other.id)).toMatchObject({ key: other.key, zone: 'new-zone' });
  });

  it('fails with the error of the database, and is admitted when it is tried again', async () => {
    let away = true;
    const database = {
      ...plant.db,
      transaction: <T>(fn: (tx: Tx) => Promise<T>) =>
        away ? Promise.reject<T>(new DomainError('database.unavailable')) : plant.db.transaction(fn),
    };
    const shaky = new PlantRegistry({
      database,
      bus: plant.bus,
      clock: plant.clock,
      log: createLogger('silent'),
    });
    await expect(shaky.ensureDrive(gw, pump('x'))).rejects.toMatchObject({ code: 'database.unavailable' });
    away = false;
    await expect(shaky.ensureDrive(gw, pump('x'))).resolves.toMatchObject({ id: 'gw-001:x' });
  });
});
