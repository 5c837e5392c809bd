import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayId, driveId, type EntityTopicId } from '../../src/lib/domain/ids';
import { entityTopicId } from '../../src/lib/domain/plant/entity';
import { resolvePlant } from '../../src/lib/domain/plant/file/resolve';
import { defaultLimits, mergeLimits } from '../../src/lib/domain/plant/limits';
import { parsePlantFile, writePlantFile } from '../../src/lib/domain/plant/plant-file';
import { UNPLACED_ZONE } from '../../src/lib/domain/plant/unplaced';
import { DomainError } from '../../src/lib/domain/errors';
import { Bus } from '../../src/lib/server/bus';
import type { Tx } from '../../src/lib/server/storage/database';
import { createLogger } from '../../src/lib/server/log';
import { changesAnything } from '../../src/lib/server/registry/import-report';
import { PlantRegistry } from '../../src/lib/server/registry/service';
import { demoPlant } from '../../src/simulator/demo-plant';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';
import { aPlantFile, mustParse, SMALL_PLANT } from '../support/plant-files';
import { until } from '../support/until';

let test: TestDatabase;
let bus: Bus;
let clock: FakeClock;
let registry: PlantRegistry;

beforeEach(async () => {
  test = await testDatabase();
  bus = new Bus();
  clock = new FakeClock();
  registry = newRegistry();
  await registry.load();
});
afterEach(() => test.close());

const newRegistry = () => new PlantRegistry({ database: test.db, bus, clock, log: createLogger('silent') });

async function importPlant(document: string, into = registry) {
  const report = await test.db.transaction((tx) =>
    into.importFile(tx, document, 'administrator', clock.now()),
  );
  await into.load();
  clock.jump(clock.now() + 1_000);
  return report;
}

const gw = gatewayId.parse('gw-001');
const pump = (name: string) => entityTopicId(name);
const drive = (id: string) => registry.drive(driveId.parse(id));
const keyOf = (id: string) => drive(id)?.key;
const replaced = (find: string, replace: string) => {
  expect(SMALL_PLANT).toContain(find);
  return SMALL_PLANT.replace(find, replace);
};
const WITHOUT_P102 = SMALL_PLANT.replace(/ {14}- id: p-102[\s\S]*?pump-02\n/, '');

describe('an imported plant file', () => {
  it('is the plant, in file order, with families recognised and limits filled in', async () => {
    const report = await importPlant(SMALL_PLANT);
    expect(report).toMatchObject({
      version: 1,
      isNew: true,
      sites: { added: ['north'] },
      zones: { added: ['intake'] },
      gateways: { added: ['gw-001'] },
      drives: { added: ['p-101', 'p-102'], changed: [], removed: [] },
    });
    expect(registry.current()).toMatchObject({
      name: 'Small works',
      zones: [{ id: 'intake', site: 'north', targetLevels: [2, 2, 2, 2, 2, 2, 2] }],
      conduits: [{ id: 'uplink', from: 'intake', to: null, allowed: [{ protocol: 'mqtt', port: 8883 }] }],
      positions: [{ id: 'desk', zones: ['intake'] }],
      gateways: [{ id: 'gw-001', zone: 'intake' }],
      drives: [{ id: 'p-101', family: 'vlt-fc-202', zone: 'intake' }, { id: 'p-102' }],
    });
    expect(drive('p-101')?.limits['motor_thermal_pct']).toMatchObject({ h: 90, hh: 100 });
    expect(registry.driveByEntity(gw, pump('pump-02'))?.id).toBe('p-102');
  });

  it('comes back from the database as it was resolved, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(aPlantFile, async (file) => {
        await importPlant(writePlantFile(file));
        const fresh = newRegistry();
        await fresh.load();
        const { drives, gateways, ...rest } = resolvePlant(file);
        const plant = JSON.parse(JSON.stringify(fresh.current())) as ReturnType<typeof fresh.current>;
        expect(plant).toMatchObject(JSON.parse(JSON.stringify(rest)) as object);
        expect(plant.gateways.map(({ id, zone, name }) => [id, zone, name])).toEqual(
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
    await importPlant(document);
    expect(await registry.exportFile()).toBe(document);
  });

  it('changes nothing when it is imported again', async () => {
    await importPlant(SMALL_PLANT);
    const before = registry.current();
    const report = await importPlant(SMALL_PLANT);
    expect(changesAnything(report)).toBe(false);
    expect(report).toMatchObject({ version: 1, isNew: false });
    expect(registry.current()).toEqual(before);
  });

  it('changes nothing when any export of it is imported again', async () => {
    await fc.assert(
      fc.asyncProperty(aPlantFile, async (file) => {
        await importPlant(writePlantFile(file));
        const before = registry.current();
        const report = await importPlant(`# again\n${await registry.exportFile()}`);
        expect(changesAnything(report)).toBe(false);
        expect([report.adopted, report.renamed, report.returned]).toEqual([[], [], []]);
        expect(registry.current()).toEqual(before);
      }),
      { numRuns: 15 },
    );
  });

  it('with errors changes nothing and says where they are', async () => {
    await importPlant(SMALL_PLANT);
    const before = registry.current();
    await expect(importPlant(replaced('from: intake', 'from: nowhere'))).rejects.toMatchObject({
      code: 'plant-file.invalid',
      issues: [{ path: 'conduits.0.from', line: 33, column: 5 }],
    });
    await registry.load();
    expect(registry.current()).toEqual(before);
  });

  it('is taken over whole or not at all', async () => {
    await importPlant(SMALL_PLANT);
    const interrupted = test.db.transaction(async (tx) => {
      await registry.importFile(tx, WITHOUT_P102, 'administrator', clock.now());
      throw new Error('interrupted');
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    await registry.load();
    expect(drive('p-102')).toBeDefined();
    expect(await registry.exportFile()).toBe(SMALL_PLANT);
  });

  it('is told on the bus', async () => {
    const told: number[] = [];
    bus.on(told, 'plant.changed', ({ at }) => told.push(at));
    await importPlant(SMALL_PLANT);
    expect(told).toHaveLength(1);
  });
});

describe('the history of a drive, which hangs on its key,', () => {
  it('follows the drive to a new id', async () => {
    await importPlant(SMALL_PLANT);
    const key = keyOf('p-101');
    const report = await importPlant(replaced('id: p-101', 'id: p-901'));
    expect(report).toMatchObject({
      renamed: [{ id: 'p-901', was: 'p-101' }],
      drives: { added: [], removed: [] },
    });
    expect(keyOf('p-901')).toBe(key);
    expect(drive('p-101')).toBeUndefined();
  });

  it('follows ids that pass along a row of drives', async () => {
    await importPlant(SMALL_PLANT);
    const [first, second] = [keyOf('p-101'), keyOf('p-102')];
    await importPlant(replaced('id: p-102', 'id: p-103').replace('id: p-101', 'id: p-102'));
    expect([keyOf('p-102'), keyOf('p-103')]).toEqual([first, second]);
  });

  it('follows ids that change places', async () => {
    await importPlant(SMALL_PLANT);
    const [first, second] = [keyOf('p-101'), keyOf('p-102')];
    await importPlant(
      replaced('id: p-102', 'id: x').replace('id: p-101', 'id: p-102').replace('id: x', 'id: p-101'),
    );
    expect([keyOf('p-102'), keyOf('p-101')]).toEqual([first, second]);
  });

  it('follows the drive to another entity', async () => {
    await importPlant(SMALL_PLANT);
    const key = keyOf('p-101');
    const report = await importPlant(replaced('entity: pump-01', 'entity: pump-11'));
    expect(report.drives.changed).toEqual(['p-101']);
    expect(keyOf('p-101')).toBe(key);
    expect(registry.driveByEntity(gw, pump('pump-01'))).toBeUndefined();
  });

  it('waits for a drive that was removed and comes back', async () => {
    await importPlant(SMALL_PLANT);
    const key = keyOf('p-102');
    expect((await importPlant(WITHOUT_P102)).drives.removed).toEqual(['p-102']);
    expect(drive('p-102')).toBeUndefined();
    const { rows } = await test.db.client.query('select removed_at from drive where key = $1', [key]);
    expect(rows).toEqual([{ removed_at: expect.any(Date) as Date }]);
    expect((await importPlant(SMALL_PLANT)).returned).toEqual(['p-102']);
    expect(keyOf('p-102')).toBe(key);
  });

  it('follows a discovered drive to its place in the plant file', async () => {
    await importPlant(WITHOUT_P102);
    const found = await registry.ensureDrive(gw, pump('pump-02'));
    expect(found).toMatchObject({ id: 'gw-001:pump-02', origin: 'discovered', zone: 'intake' });
    const report = await importPlant(SMALL_PLANT);
    expect(report.adopted).toEqual([{ id: 'p-102', was: 'gw-001:pump-02' }]);
    expect(keyOf('p-102')).toBe(found.key);
    expect(drive('gw-001:pump-02')).toBeUndefined();
  });

  it('stays with a drive that moved onto an entity discovered meanwhile', async () => {
    await importPlant(SMALL_PLANT);
    const key = keyOf('p-101');
    await registry.ensureDrive(gw, pump('pump-11'));
    const report = await importPlant(replaced('entity: pump-01', 'entity: pump-11'));
    expect(keyOf('p-101')).toBe(key);
    expect(report.drives.removed).toEqual(['gw-001:pump-11']);
  });

  it('follows a removed drive that goes on sending', async () => {
    await importPlant(SMALL_PLANT);
    const key = keyOf('p-102');
    await importPlant(WITHOUT_P102);
    const found = await registry.ensureDrive(gw, pump('pump-02'));
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
          await importPlant(
            `${head}${drives.map((d) => `              - ${JSON.stringify(d)}\n`).join('')}`.replace(
              /drives:\n$/,
              'drives: []\n',
            ),
          );
          const { rows } = await test.db.client.query<{ id: string; entity: string }>(
            'select id, entity from drive where removed_at is null order by ordinal',
          );
          expect(rows).toEqual(drives.map((d) => ({ id: d.id, entity: `device/${d.entity}//` })));
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('a drive that announces itself', () => {
  it('is part of the plant at once, with what it tells of itself', async () => {
    await importPlant(SMALL_PLANT);
    const found: string[] = [];
    bus.on(found, 'drive.discovered', (event) => found.push(event.drive));
    const made = await registry.ensureDrive(gw, pump('fan-9'), { name: 'Roof fan', model: 'VLT FC 102' });
    expect(made).toMatchObject({
      id: 'gw-001:fan-9',
      name: 'Roof fan',
      family: 'vlt-fc-102',
      zone: 'intake',
    });
    expect(registry.driveByEntity(gw, pump('fan-9'))).toBe(made);
    expect(found).toEqual(['gw-001:fan-9']);
  });

  it('is one drive, however many messages it sends at once', async () => {
    const made = await Promise.all(Array.from({ length: 50 }, () => registry.ensureDrive(gw, pump('fan-9'))));
    expect(new Set(made.map(({ key }) => key)).size).toBe(1);
    expect(registry.current().drives).toHaveLength(1);
  });

  it('learns its name and family when its registration comes later', async () => {
    const before = await registry.ensureDrive(gw, pump('fan-9'));
    const after = await registry.ensureDrive(gw, pump('fan-9'), { name: 'Roof fan', model: 'VACON 100' });
    expect(after).toMatchObject({ key: before.key, id: before.id, name: 'Roof fan', family: 'vacon-100' });
  });

  it('of the plant file keeps what the file says', async () => {
    await importPlant(SMALL_PLANT);
    const known = await registry.ensureDrive(gw, pump('pump-01'), { name: 'Other', model: 'iC7' });
    expect(known).toMatchObject({ id: 'p-101', name: 'Raw water pump 1', family: 'vlt-fc-202' });
  });

  it('behind a gateway without a place stands in the unplaced zone until a file places the gateway', async () => {
    const made = await registry.ensureDrive(gw, pump('pump-01'));
    expect(made.zone).toBe(UNPLACED_ZONE.id);
    expect(registry.current().sites.map(({ id }) => id)).toEqual(['unplaced']);
    await importPlant(SMALL_PLANT);
    expect(registry.current().sites.map(({ id }) => id)).toEqual(['north']);
    expect(keyOf('p-101')).toBe(made.key);
  });

  it('gets an id of its own when another entity has the same letters', async () => {
    const made = await Promise.all(
      ['a b', 'a-b', 'a(b'].map((name) => registry.ensureDrive(gw, `device/${name}//` as EntityTopicId)),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(3);
  });

  it('with a hostile name is stored as one line of text', async () => {
    const made = await registry.ensureDrive(gw, pump('x'), {
      name: `a'; drop table drive; --\n\u0000<b>${'x'.repeat(500)}`,
    });
    expect(made.name).toMatch(/^a'; drop table drive; -- <b>x+$/);
    expect(made.name).toHaveLength(120);
  });

  it('can be exported for people to place, and placing it keeps its key', async () => {
    await importPlant(SMALL_PLANT);
    const fan = await registry.ensureDrive(gw, pump('fan-9'), { model: 'VLT FC 102' });
    const other = await registry.ensureDrive(gatewayId.parse('gw-777'), pump('pump-01'));
    const exported = await registry.exportFile({ discovered: true });
    expect(parsePlantFile(exported).ok).toBe(true);
    const report = await importPlant(exported);
    expect(report.adopted.map(({ id }) => id)).toEqual([fan.id, other.id]);
    expect(drive(fan.id)).toMatchObject({ key: fan.key, origin: 'plant-file', zone: 'intake' });
    expect(drive(other.id)).toMatchObject({ key: other.key, zone: 'new-zone' });
  });

  it('fails with the error of the database, and is admitted when it is tried again', async () => {
    let away = true;
    const database = {
      ...test.db,
      transaction: <T>(fn: (tx: Tx) => Promise<T>) =>
        away ? Promise.reject<T>(new DomainError('database.unavailable')) : test.db.transaction(fn),
    };
    const shaky = new PlantRegistry({ database, bus, clock, log: createLogger('silent') });
    await expect(shaky.ensureDrive(gw, pump('x'))).rejects.toMatchObject({ code: 'database.unavailable' });
    away = false;
    await expect(shaky.ensureDrive(gw, pump('x'))).resolves.toMatchObject({ id: 'gw-001:x' });
  });
});

describe('a gateway', () => {
  it('that may still connect stays, unplaced, when the file leaves it out', async () => {
    await importPlant(SMALL_PLANT);
    await test.db.client.query(`update gateway set enrolled_at = now() where id = 'gw-001'`);
    const report = await importPlant(SMALL_PLANT.replaceAll('gw-001', 'gw-002'));
    expect(report.gateways).toMatchObject({ added: ['gw-002'], removed: ['gw-001'] });
    expect(registry.gateway(gw)?.zone).toBe(UNPLACED_ZONE.id);
  });

  it('that was never enrolled leaves with the file, and comes back with it', async () => {
    await importPlant(SMALL_PLANT);
    await importPlant(SMALL_PLANT.replaceAll('gw-001', 'gw-002'));
    expect(registry.gateway(gw)).toBeUndefined();
    const report = await importPlant(SMALL_PLANT);
    expect(report.gateways.added).toEqual(['gw-001']);
    expect(registry.gateway(gw)?.zone).toBe('intake');
  });

  it('keeps its enrolment through an import', async () => {
    await test.db.client.query(`insert into gateway (id, name, enrolled_at) values ('gw-001', 'x', now())`);
    await importPlant(SMALL_PLANT);
    const { rows } = await test.db.client.query(
      `select enrolled_at is not null as enrolled, zone from gateway`,
    );
    expect(rows).toEqual([{ enrolled: true, zone: 'intake' }]);
  });
});

describe('a running server', () => {
  it('sees within a second what another process imports', async () => {
    const stop = new AbortController();
    const running = registry.run(stop.signal);
    await until(() => clock.sleepers > 0);
    const cli = newRegistry();
    await test.db.transaction((tx) => cli.importFile(tx, SMALL_PLANT, 'cli:root', clock.now()));
    expect(registry.current().drives).toEqual([]);
    await clock.advance(1_000);
    await until(() => registry.current().drives.length === 2);
    stop.abort();
    await running;
  });

  it('shows a gateway as soon as it is enrolled', async () => {
    const stop = new AbortController();
    const running = registry.run(stop.signal);
    await until(() => clock.sleepers > 0);
    await test.db.client.query(
      `insert into gateway (id, name, enrolled_at) values ('gw-005', 'gw-005', now())`,
    );
    bus.emit('gateway.enrolled', { gateway: gatewayId.parse('gw-005'), at: clock.now() });
    await until(() => registry.gateway(gatewayId.parse('gw-005')) !== undefined);
    expect(registry.gateway(gatewayId.parse('gw-005'))?.zone).toBe(UNPLACED_ZONE.id);
    stop.abort();
    await running;
  });
});

it('a plant of 20,000 drives is imported, found again unchanged, and looked up at once', async () => {
  const document = writePlantFile(demoPlant({ seed: 1, drives: 20_000 }));
  expect((await importPlant(document)).drives.added).toHaveLength(20_001);
  expect(changesAnything(await importPlant(document))).toBe(false);
  const { drives } = registry.current();
  const started = performance.now();
  for (const { gateway, entity, id } of drives) {
    if (registry.driveByEntity(gateway, entity)?.id !== id) throw new Error(id);
  }
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(mustParse(await registry.exportFile()).sites).toHaveLength(3);
}, 60_000);
