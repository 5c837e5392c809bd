import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { driveId } from '../../src/lib/domain/ids';
import { SIGNAL_INDEX } from '../../src/lib/domain/telemetry/signals';
import { systemClock } from '../../src/lib/server/clock';
import { createEmbeddedBroker } from '../../src/lib/server/ingest/brokers/embedded/embedded-broker';
import { createLogger } from '../../src/lib/server/log';
import { readQuarantine } from '../../src/lib/server/storage/quarantine-store';
import { isoTime } from '../support/ingest-builders';
import { ingestSystem, type RunningIngest } from '../support/ingest-system';
import { testAuthority, type GatewayCredentials, type TestAuthority } from '../support/mqtt-authority';
import { ListedIdentity } from '../support/mqtt-broker';
import { connectPacket, publishPacket, RawGateway } from '../support/mqtt-raw';
import { ownPostgres, type OwnPostgres } from '../support/own-postgres';
import { temporaryDirectory } from '../support/temporary-directory';
import { until } from '../support/until';

const PUMP_M = 'gw/gw-042/up/te/device/pump-01///m/drive';
const PUMP = driveId.parse('gw-042:pump-01');

let ca: TestAuthority;
let credentials: GatewayCredentials;
let directory: ReturnType<typeof temporaryDirectory>;
let postgres: OwnPostgres;
let ingest: RunningIngest;
let broker: ReturnType<typeof createEmbeddedBroker>;
let ending: AbortController;
let running: Promise<void>;

beforeAll(async () => {
  ca = await testAuthority();
  credentials = await ca.issue('gw-042');
});
afterAll(() => ca.remove());

beforeEach(async () => {
  directory = temporaryDirectory('ingest-broker');
  postgres = await ownPostgres(directory.path);
  ingest = await ingestSystem(postgres.db);
  const identity = new ListedIdentity(ca);
  identity.known.add('gw-042');
  broker = createEmbeddedBroker({
    host: '127.0.0.1',
    port: 0,
    identity,
    ingest: ingest.system.sink,
    links: ingest.board,
    clock: systemClock,
    log: createLogger('silent'),
  });
  ending = new AbortController();
  running = broker.run(ending.signal);
  await broker.ready();
});
afterEach(async () => {
  ending.abort();
  await running;
  await ingest.stop();
  await postgres.close();
  directory.remove();
});

const sample = (at: number, values: object) => Buffer.from(JSON.stringify({ time: isoTime(at), ...values }));
const health = () => ingest.board.health(ingest.board.all(Date.now())[0]?.id ?? ('' as never), Date.now());

it('a hundred messages and a ping in one segment while the database is stopped: the ping is answered, the values are shown, and nothing is acknowledged until the database is back', async () => {
  const gateway = await RawGateway.open(broker.port, credentials);
  const from = Date.now();
  gateway.send(connectPacket('gw-042'), publishPacket(PUMP_M, sample(from, { dc_link_v: 500 }), 1, 1));
  await until(() => gateway.count('puback') === 1);
  await postgres.stopServer();
  gateway.send(
    ...Array.from({ length: 100 }, (_, i) =>
      publishPacket(PUMP_M, sample(from + 1 + i, { dc_link_v: 501 + i }), 1, 2 + i),
    ),
    { cmd: 'pingreq' },
  );
  await until(() => gateway.count('pingresp') === 1);
  expect(ingest.image.get(PUMP)?.values[SIGNAL_INDEX.dc_link_v]).toBe(600);
  expect(ingest.image.get(PUMP)?.freshness).toBe('live');
  expect(ingest.system.backlog().messages).toBe(100);
  expect(gateway.count('puback')).toBe(1);
  expect(health()).toMatchObject({ link: 'live' });
  await postgres.startServer();
  await until(() => gateway.count('puback') === 101);
  const { rows } = await postgres.db.read((tx) => tx.client.query('select from sample'));
  expect(rows).toHaveLength(101);
  gateway.break();
  await until(() => health().link === 'offline');
  expect(ingest.image.get(PUMP)).toMatchObject({ freshness: 'lost', lostReason: 'gateway-offline' });
});

it('what is too large or cannot be read is quarantined and acknowledged, and the connection goes on', async () => {
  const gateway = await RawGateway.open(broker.port, credentials);
  gateway.send(
    connectPacket('gw-042'),
    publishPacket(PUMP_M, Buffer.alloc(1_048_576, '{'), 1, 1),
    publishPacket(PUMP_M, Buffer.from('{"dc_link_v":NaN}'), 1, 2),
    publishPacket('gw/gw-042/up/nonsense', Buffer.from('x'), 1, 3),
    publishPacket(PUMP_M, Buffer.from('{"dc_link_v":556}'), 1, 4),
  );
  await until(() => gateway.count('puback') === 4);
  const rows = await postgres.db.read((tx) => readQuarantine(tx, { limit: 10 }));
  expect(rows.map((row) => [row.reason, row.size]).sort()).toEqual([
    ['foreign-topic', 1],
    ['not-json', 17],
    ['too-large', 1_048_576],
  ]);
  expect(ingest.image.get(PUMP)?.values[SIGNAL_INDEX.dc_link_v]).toBe(556);
  gateway.break();
});
