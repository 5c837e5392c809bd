import { expect, it } from 'vitest';
import { aDrive } from '../../../../tests/support/telemetry-builders';
import { conduitId, driveId, gatewayId, siteId, zoneId, type EntityTopicId } from '../../domain/ids';
import type { AllowedTraffic, Conduit, Plant, Zone } from '../../domain/plant/model';
import { placeZones } from './placed-zones';

const site = siteId.parse('s');
const [pumps, office] = [zoneId.parse('pumps'), zoneId.parse('office')];
const gateway = gatewayId.parse('gw-1');

const zone = (id: Zone['id']): Zone => ({
  id,
  site,
  name: id,
  targetLevels: [1, 1, 1, 1, 1, 1, 1],
  production: true,
  processOwners: [],
  safetyImpact: 'none',
  missionImpact: 'none',
});
const conduit = (...allowed: AllowedTraffic[]): Conduit => ({
  id: conduitId.parse('c'),
  name: 'Office to pumps',
  from: office,
  to: pumps,
  allowed,
});
const plant = (conduits: Conduit[] = []): Plant => ({
  name: 'Plant',
  sites: [{ id: site, name: 'S', timeZone: 'UTC' }],
  zones: [zone(pumps), zone(office)],
  conduits,
  positions: [],
  gateways: [{ id: gateway, site, zone: pumps, name: 'Gateway 1', model: undefined }],
  drives: [
    aDrive({ id: driveId.parse('p1'), zone: pumps, gateway, entity: 'device/p1//' as EntityTopicId }),
    aDrive({ id: driveId.parse('f1'), zone: office, gateway, entity: 'device/f1//' as EntityTopicId }),
  ],
});

it('finds the zones that hear through a gateway, also those of drives that stand elsewhere', () => {
  const zones = placeZones(plant());
  expect(zones.zoneOf(gateway)?.zone.id).toBe('pumps');
  expect([...zones.heardThrough(gateway)]).toEqual(['pumps', 'office']);
  expect(zones.drive(gateway, 'device/f1//')?.id).toBe('f1');
});

it('lists the ports that a conduit opens towards a zone, and none that it opens away from it', () => {
  const zones = placeZones(
    plant([
      conduit(
        { protocol: 'opc-ua', port: 4840, direction: 'from-to' },
        { protocol: 'udp', port: 514, direction: 'to-from' },
        { protocol: 'modbus-tcp', port: 502, direction: 'both' },
      ),
    ]),
  );
  expect([...(zones.byId.get(pumps)?.rules.listeners ?? [])]).toEqual(['4840/tcp', '502/tcp']);
  expect([...(zones.byId.get(office)?.rules.listeners ?? [])]).toEqual(['514/udp', '502/tcp']);
});

it('takes gateways of a zone with conduits for its boundary', () => {
  expect(placeZones(plant()).byId.get(pumps)?.rules.isBoundary).toBe(false);
  expect(placeZones(plant([conduit()])).byId.get(pumps)?.rules.isBoundary).toBe(true);
});
