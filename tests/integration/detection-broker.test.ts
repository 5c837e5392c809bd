import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../src/lib/server/clock';
import { reportRefusals } from '../../src/lib/server/detection/refused-links';
import { createEmbeddedBroker } from '../../src/lib/server/ingest/brokers/embedded/embedded-broker';
import { RefusalJournal } from '../../src/lib/server/ingest/refusal-journal';
import { createLogger } from '../../src/lib/server/log';
import { createMetrics } from '../../src/lib/server/metrics';
import { detectionBench, type DetectionBench } from '../support/detection-bench';
import { testAuthority, type TestAuthority } from '../support/mqtt-authority';
import { ListedIdentity } from '../support/mqtt-broker';
import { connectGateway, publishUp } from '../support/mqtt-gateway';
import { ownPostgres, type OwnPostgres } from '../support/own-postgres';
import { temporaryDirectory } from '../support/temporary-directory';

const log = createLogger('silent');
let ca: TestAuthority;
let directory: ReturnType<typeof temporaryDirectory>;
let postgres: OwnPostgres;
let bench: DetectionBench;
let broker: ReturnType<typeof createEmbeddedBroker>;
let ending: AbortController;
let running: Promise<void>[];

beforeAll(async () => {
  ca = await testAuthority();
});
afterAll(() => ca.remove());

beforeEach(async () => {
  directory = temporaryDirectory('detection-broker');
  postgres = await ownPostgres(directory.path);
  bench = await detectionBench(postgres.db);
  const identity = new ListedIdentity(ca);
  identity.known.add('gw-042');
  const refusals = new RefusalJournal(postgres.db, createMetrics(), systemClock, log, (tx, rows) =>
    reportRefusals(tx, rows, bench.bus),
  );
  broker = createEmbeddedBroker({
    host: '127.0.0.1',
    port: 0,
    identity,
    ingest: bench.system.sink,
    links: {
      connected: (...told) => bench.board.connected(...told),
      disconnected: (...told) => bench.board.disconnected(...told),
      heard: (gateway, at) => bench.board.heard(gateway, at),
      held: (...told) => bench.board.held(...told),
      rateLimited: (gateway, isLimited) => bench.board.rateLimited(gateway, isLimited),
      refused: (refusal) => refusals.add(refusal),
    },
    clock: systemClock,
    log,
  });
  ending = new AbortController();
  running = [broker, bench.detection, refusals].map((service) => service.run(ending.signal));
  await broker.ready();
});
afterEach(async () => {
  ending.abort();
  await Promise.all(running);
  await bench.stop();
  await postgres.close();
  directory.remove();
});

const types = async () => (await bench.events()).map(({ type, count }) => `${type} ${count}`).sort();
const line = (port: number) =>
  JSON.stringify({
    program: 'sshd',
    line: `Failed password for root from 203.0.113.9 port ${port} ssh2`,
    time: new Date().toISOString(),
  });
const RECORD = 'te/device/main///e/log_record';

it('a line of a log that a gateway publishes becomes a row, and one that is sent again does not count', async () => {
  const client = await connectGateway(broker.port, await ca.issue('gw-042'));
  const payload = line(1);
  await publishUp(client, RECORD, payload, { qos: 1 });
  await publishUp(client, RECORD, payload, { qos: 1 });
  await publishUp(client, RECORD, line(2), { qos: 1 });
  await expect.poll(types).toEqual(['auth.ssh_failed 2']);
  await client.endAsync(true);
});

it('a database that goes away and comes back loses nothing and doubles nothing', async () => {
  const client = await connectGateway(broker.port, await ca.issue('gw-042'));
  await publishUp(client, RECORD, line(1), { qos: 1 });
  await expect.poll(types).toEqual(['auth.ssh_failed 1']);
  await postgres.killServer();
  const sent = Promise.all([2, 3, 4].map((port) => publishUp(client, RECORD, line(port), { qos: 1 })));
  await postgres.startServer();
  await sent;
  await expect.poll(types, { timeout: 20_000 }).toEqual(['auth.ssh_failed 4']);
  await client.endAsync(true);
});

it('whoever is refused at our own endpoint is an event', async () => {
  await expect(connectGateway(broker.port, await ca.issue('gw-nobody'))).rejects.toThrow();
  await expect.poll(types, { timeout: 10_000 }).toEqual(['gw.unregistered 1']);
});
