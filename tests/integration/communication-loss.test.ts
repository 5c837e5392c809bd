import { afterAll, beforeAll, expect, it } from 'vitest';
import { driveId, gatewayId, siteId, zoneId, type DriveKey } from '../../src/lib/domain/ids';
import type { Plant } from '../../src/lib/domain/plant/model';
import { upsertStates } from '../../src/lib/server/storage/entity-state-store';
import { SMALL_PLANT } from '../support/access';
import { httpBench, type HttpBench } from '../support/http-bench';
import { aDrive } from '../support/telemetry-builders';

const GATEWAY = gatewayId.parse('gw-a');
const drive = (id: string, key: number, zone: string, rest: Partial<Parameters<typeof aDrive>[0]> = {}) =>
  aDrive({
    id: driveId.parse(id),
    key: key as DriveKey,
    zone: zoneId.parse(zone),
    gateway: GATEWAY,
    name: id,
    family: 'vlt-fc-202',
    ...rest,
  });

const read = drive('p1', 1, 'pumps');
const plant: Plant = {
  ...SMALL_PLANT,
  gateways: [
    {
      id: GATEWAY,
      site: siteId.parse('aarhus'),
      zone: zoneId.parse('pumps'),
      name: 'gw-a',
      model: undefined,
    },
  ],
  drives: [
    read,
    drive('p2', 2, 'pumps', { controlTimeout: { seconds: 5, action: 'stop' }, entity: entityOf('p2') }),
    drive('p3', 3, 'pumps', { controlTimeout: undefined, entity: entityOf('p3') }),
    drive('f1', 4, 'fans', { controlTimeout: undefined, entity: entityOf('f1') }),
  ],
};

function entityOf(name: string) {
  return `device/${name}//` as typeof read.entity;
}

let bench: HttpBench;

beforeAll(async () => {
  bench = await httpBench(plant);
  await bench.person('ops', 'operator@zone:pumps');
  await bench.person('elsewhere', 'operator@zone:mill');
  await bench.test.db.transaction((tx) =>
    upsertStates(tx, [
      {
        gateway: GATEWAY,
        topicId: read.entity,
        channel: 'twin',
        name: 'parameters',
        status: '',
        body: { '8-03': 3, '8-04': 4 },
        sourceTime: undefined,
        receivedAt: bench.clock.now(),
      },
    ]),
  );
});

afterAll(() => bench.test.close());

it('tells of every visible drive what it will do, and how many are out of sight', async () => {
  const { cookie } = await bench.enter('ops');
  const { status, body } = await bench.json('/api/v1/gateways/gw-a/communication-loss', { cookie });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    gateway: 'gw-a',
    drives: [
      { drive: 'p3', reaction: 'unknown', source: 'none' },
      { drive: 'p1', reaction: 'max-speed', afterSeconds: 3, source: 'drive' },
      { drive: 'p2', reaction: 'stops', afterSeconds: 5, source: 'plant-file' },
    ],
    mustBeNamed: ['p3', 'p1'],
    outOfSight: 1,
  });
});

it('is not there for those who may not see the gateway', async () => {
  const { cookie } = await bench.enter('elsewhere');
  expect((await bench.json('/api/v1/gateways/gw-a/communication-loss', { cookie })).status).toBe(404);
  expect((await bench.json('/api/v1/gateways/gw-x/communication-loss', { cookie })).status).toBe(404);
});
