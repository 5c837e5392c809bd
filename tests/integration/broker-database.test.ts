import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { driveId, gatewayId } from '../../src/lib/domain/ids';
import { SIGNAL_INDEX } from '../../src/lib/domain/telemetry/signals';
import { isoTime } from '../support/ingest-builders';
import { ingestSystem, type RunningIngest } from '../support/ingest-system';
import { testAuthority, type GatewayCredentials, type TestAuthority } from '../support/mqtt-authority';
import { startTestBroker, type TestBroker } from '../support/mqtt-broker';
import { connectGateway, publishUp } from '../support/mqtt-gateway';
import { connectPacket, publishPacket, RawGateway } from '../support/mqtt-raw';
import { ownPostgres, type OwnPostgres } from '../support/own-postgres';
import { temporaryDirectory } from '../support/temporary-directory';
import { until } from '../support/until';

const GW = gatewayId.parse('gw-042');
const PUMP = driveId.parse('gw-042:pump-01');

let ca: TestAuthority;
let credentials: GatewayCredentials;
let directory: ReturnType<typeof temporaryDirectory>;
let postgres: OwnPostgres;
let ingest: RunningIngest;
let test: TestBroker;

beforeAll(async () => {
  ca = await testAuthority();
  credentials = await ca.issue(GW);
});
afterAll(() => ca.remove());
beforeEach(async () => {
  directory = temporaryDirectory('broker');
  postgres = await ownPostgres(directory.path);
  ingest = await ingestSystem(postgres.db);
  test = await startTestBroker(ca, [GW], {
    ingest: ingest.system.sink,
    board: ingest.board,
    limits: { messagesPerSecond: 1_000_000 },
  });
});
afterEach(async () => {
  await test.stop();
  await ingest.stop();
  await postgres.close();
  directory.remove();
});

const sample = (id: number, from: number) =>
  publishPacket(
    `gw/${GW}/up/te/device/pump-01///m/drive`,
    JSON.stringify({ time: isoTime(from + id), dc_link_v: 500 + id }),
    1,
    id,
  );
const samples = (first: number, count: number, from: number) =>
  Array.from({ length: count }, (_, i) => sample(first + i, from));

async function stored(): Promise<number> {
  const { rows } = await postgres.db.read((tx) =>
    tx.client.query<{ n: number }>('select count(*) as n from sample'),
  );
  return rows[0]!.n;
}

it('with the database stopped, 100 messages and a PINGREQ in one segment: answered, shown live, not acknowledged until it is back', async () => {
  const from = Date.now();
  const gateway = await RawGateway.open(test.port, credentials);
  gateway.send(connectPacket(GW), sample(1, from));
  await until(() => gateway.count('puback') === 1);
  await postgres.stopServer();

  gateway.send(...samples(2, 100, from), { cmd: 'pingreq' });
  await until(() => gateway.count('pingresp') === 1);
  const live = ingest.image.get(PUMP);
  expect(live?.freshness).toBe('live');
  expect(live?.values[SIGNAL_INDEX.dc_link_v]).toBe(500 + 101);
  await until(() => ingest.system.backlog().messages === 100);
  // Longer than several attempts to commit.
  const since = Date.now();
  await until(() => Date.now() - since > 1_500);
  gateway.send({ cmd: 'pingreq' });
  await until(() => gateway.count('pingresp') === 2);
  expect(gateway.commands).toEqual(['connack', 'puback', 'pingresp', 'pingresp']);

  await postgres.startServer();
  await until(() => gateway.count('puback') === 101, 20_000);
  expect(await stored()).toBe(101);
  gateway.break();
});

it('with the database stopped, a full window reads as held and not as offline, and is stored once it is back', async () => {
  const from = Date.now();
  const gateway = await RawGateway.open(test.port, credentials);
  gateway.send(connectPacket(GW, { keepalive: 1 }), sample(1, from));
  await until(() => gateway.count('puback') === 1);
  await postgres.stopServer();
  gateway.send(...samples(2, 3_000, from));
  await until(() => test.broker.state().held === 1);
  expect(ingest.system.backlog().messages).toBe(2_000);
  expect(ingest.board.health(GW, Date.now())).toMatchObject({ link: 'held', heldMessages: 2_000 });
  const since = Date.now();
  await until(() => Date.now() - since > 2_500);
  expect(ingest.board.health(GW, Date.now())).toMatchObject({ link: 'held' });
  expect(test.links.links).toEqual(['gw-042 connected']);

  await postgres.startServer();
  await until(() => gateway.count('puback') === 3_001, 25_000);
  expect(await stored()).toBe(3_001);
  expect(test.broker.state().held).toBe(0);
  gateway.break();
});

it('what cannot be used lies in quarantine when it is acknowledged, and the gateway stays connected', async () => {
  const client = await connectGateway(test.port, credentials);
  await publishUp(client, 'te/device/pump-01///m/drive', '{"dc_link_v":');
  await publishUp(client, 'te/device/pump-01///m/drive', Buffer.alloc(1024 * 1024, '{'));
  await publishUp(client, 'te/device/pump-01///m/drive', '{"dc_link_v":1e999}');
  const { rows } = await postgres.db.read((tx) =>
    tx.client.query<{ reason: string; size: number }>('select reason, size from quarantine order by id'),
  );
  expect(rows.map(({ reason }) => reason)).toEqual(['not-json', 'too-large', 'not-finite']);
  expect(rows[1]!.size).toBe(1024 * 1024);
  expect(client.connected).toBe(true);
  client.end(true);
});
