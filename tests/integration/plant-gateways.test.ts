import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayId } from '../../src/lib/domain/ids';
import { writePlantFile } from '../../src/lib/domain/plant/plant-file';
import { UNPLACED_ZONE } from '../../src/lib/domain/plant/unplaced';
import { changesAnything } from '../../src/lib/server/registry/import-report';
import { demoPlant } from '../../src/simulator/demo-plant';
import { mustParse, SMALL_PLANT } from '../support/plant-files';
import { until } from '../support/until';
import { registryBench, type RegistryBench } from '../support/registry-bench';

let plant: RegistryBench;
beforeEach(async () => {
  plant = await registryBench();
});
afterEach(() => plant.close());

const gw = gatewayId.parse('gw-001');

describe('a gateway', () => {
  it('that may still connect stays, unplaced, when the file leaves it out', async () => {
    await plant.take(SMALL_PLANT);
    await plant.db.client.query(`update gateway set enrolled_at = now() where id = 'gw-001'`);
    const report = await plant.take(SMALL_PLANT.replaceAll('gw-001', 'gw-002'));
    expect(report.gateways).toMatchObject({ added: ['gw-002'], removed: ['gw-001'] });
    expect(plant.registry.gateway(gw)?.zone).toBe(UNPLACED_ZONE.id);
  });

  it('that was never enrolled leaves with the file, and comes back with it', async () => {
    await plant.take(SMALL_PLANT);
    await plant.take(SMALL_PLANT.replaceAll('gw-001', 'gw-002'));
    expect(plant.registry.gateway(gw)).toBeUndefined();
    const report = await plant.take(SMALL_PLANT);
    expect(report.gateways.added).toEqual(['gw-001']);
    expect(plant.registry.gateway(gw)?.zone).toBe('intake');
  });

  it('keeps its enrolment through an import', async () => {
    await plant.db.client.query(`insert into gateway (id, name, enrolled_at) values ('gw-001', 'x', now())`);
    await plant.take(SMALL_PLANT);
    const { rows } = await plant.db.client.query(
      `select enrolled_at is not null as enrolled, zone from gateway`,
    );
    expect(rows).toEqual([{ enrolled: true, zone: 'intake' }]);
  });
});

describe('a running server', () => {
  it('sees within a second what another process imports', async () => {
    const stop = new AbortController();
    const running = plant.registry.run(stop.signal);
    await until(() => plant.clock.sleepers > 0);
    const cli = plant.newRegistry();
    await plant.db.transaction((tx) => cli.importFile(tx, SMALL_PLANT, 'cli:root', plant.clock.now()));
    expect(plant.registry.current().drives).toEqual([]);
    await plant.clock.advance(1_000);
    await until(() => plant.registry.current().drives.length === 2);
    stop.abort();
    await running;
  });

  it('shows a gateway as soon as it is enrolled', async () => {
    const stop = new AbortController();
    const running = plant.registry.run(stop.signal);
    await until(() => plant.clock.sleepers > 0);
    await plant.db.client.query(
      `insert into gateway (id, name, enrolled_at) values ('gw-005', 'gw-005', now())`,
    );
    plant.bus.emit('gateway.enrolled', { gateway: gatewayId.parse('gw-005'), at: plant.clock.now() });
    await until(() => plant.registry.gateway(gatewayId.parse('gw-005')) !== undefined);
    expect(plant.registry.gateway(gatewayId.parse('gw-005'))?.zone).toBe(UNPLACED_ZONE.id);
    stop.abort();
    await running;
  });
});

it('a plant of 20,000 drives is imported, found again unchanged, and looked up at once', async () => {
  const document = writePlantFile(demoPlant({ seed: 1, drives: 20_000 }));
  expect((await plant.take(document)).drives.added).toHaveLength(20_001);
  expect(changesAnything(await plant.take(document))).toBe(false);
  const { drives } = plant.registry.current();
  const started = performance.now();
  for (const { gateway, entity, id } of drives) {
    if (plant.registry.driveByEntity(gateway, entity)?.id !== id) throw new Error(id);
  }
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(mustParse(await plant.registry.exportFile()).sites).toHaveLength(3);
}, 60_000);
