import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { generate } from 'mqtt-packet';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { DAY_MS } from '../../src/lib/domain/time';
import { testAuthority, type GatewayCredentials, type TestAuthority } from '../support/mqtt-authority';
import { startTestBroker, type TestBroker } from '../support/mqtt-broker';
import { connectGateway, publishUp } from '../support/mqtt-gateway';
import { connectPacket, publishPacket, RawGateway } from '../support/mqtt-raw';
import { until } from '../support/until';

let ca: TestAuthority;
let credentials: GatewayCredentials;
let test: TestBroker;

beforeAll(async () => {
  ca = await testAuthority();
  credentials = await ca.issue('gw-1');
});
afterAll(() => ca.remove());
beforeEach(async () => {
  test = await startTestBroker(ca, ['gw-1', 'gw-2']);
});
afterEach(() => test.stop());

const refusals = () => test.links.refusals.map(({ kind, subject }) => `${kind} ${subject}`);
const refused = (text: string) => until(() => refusals().includes(text), 5_000, text);
const nothingArrived = () => {
  expect(test.sink.messages).toEqual([]);
  expect(test.links.links).toEqual([]);
};

it('a client without certificate gets no further than TLS', async () => {
  const socket = connectTls({ host: '127.0.0.1', port: test.port, ca: credentials.caPem });
  socket.on('error', () => undefined);
  socket.write(generate(connectPacket('gw-1')));
  const got: Buffer[] = [];
  socket.on('data', (chunk) => got.push(chunk));
  await new Promise((resolve) => socket.once('close', resolve));
  expect(got).toEqual([]);
  await refused('no-certificate 127.0.0.1');
  nothingArrived();
});

it('a certificate of another authority is nobody, whatever name it bears', async () => {
  const other = await testAuthority();
  const stranger = await other.issue('gw-1');
  other.remove();
  await expect(connectGateway(test.port, { ...stranger, caPem: credentials.caPem })).rejects.toThrow();
  await refused('unknown-authority 127.0.0.1');
  nothingArrived();
});

it('a certificate that has ended is refused', async () => {
  const old = await ca.issue('gw-1', { now: Date.now() - 10 * DAY_MS, notAfter: Date.now() - DAY_MS });
  await expect(connectGateway(test.port, old)).rejects.toThrow();
  await refused('certificate-expired 127.0.0.1');
  nothingArrived();
});

it.each([4, 5] as const)(
  'MQTT %i: a good certificate of nobody we know is told so and counted',
  async (version) => {
    const unknown = await ca.issue('gw-9');
    await expect(connectGateway(test.port, unknown, { protocolVersion: version })).rejects.toThrow(
      /[Nn]ot authorized/,
    );
    expect(refusals()).toEqual(['unregistered gw-9']);
    nothingArrived();
  },
);

it.each([4, 5] as const)('MQTT %i: a revoked gateway is told so and counted', async (version) => {
  test.identity.revoked.add('gw-1');
  await expect(connectGateway(test.port, credentials, { protocolVersion: version })).rejects.toThrow(
    /[Nn]ot authorized/,
  );
  expect(refusals()).toEqual(['gateway-revoked gw-1']);
  nothingArrived();
});

it.each([4, 5] as const)(
  'MQTT %i: a client id other than the name in the certificate is refused',
  async (version) => {
    await expect(
      connectGateway(test.port, credentials, { protocolVersion: version, clientId: 'gw-2' }),
    ).rejects.toThrow(/[Ii]dentifier/);
    expect(test.links.refusals).toMatchObject([
      { kind: 'foreign-client-id', subject: 'gw-1', detail: 'client id "gw-2"' },
    ]);
    nothingArrived();
  },
);

it('a client that names no client id is given its own', async () => {
  const client = await connectGateway(test.port, credentials, { clientId: '', clean: true });
  await client.publishAsync('gw/gw-1/up/t', 'x', { qos: 1 });
  expect(test.sink.messages[0]).toMatchObject({ gateway: 'gw-1' });
  client.end(true);
});

const foreignTopics = [
  'gw/gw-2/up/te/device/main///m/x',
  'gw/gw-1/down/x',
  'gw/gw-1/up',
  'te/device/main//',
  '$SYS/x',
];

it.each(foreignTopics)('a message on %s is handed to nobody and ends a 3.1.1 connection', async (topic) => {
  const client = await connectGateway(test.port, credentials);
  let acknowledged = false;
  client.publishAsync(topic, 'x', { qos: 1 }).then(
    () => (acknowledged = true),
    () => undefined,
  );
  await until(() => test.links.reasons.length === 1);
  expect(test.links.refusals).toMatchObject([
    { kind: 'foreign-topic', subject: 'gw-1', detail: `message on ${topic}` },
  ]);
  expect(test.sink.messages).toEqual([]);
  expect(acknowledged).toBe(false);
  client.end(true);
});

it.each([1, 2] as const)('MQTT 5 is told that a topic is not its own (QoS %i), and goes on', async (qos) => {
  const client = await connectGateway(test.port, credentials, { protocolVersion: 5 });
  await expect(client.publishAsync('gw/gw-2/up/t', 'x', { qos })).rejects.toThrow(/[Nn]ot authorized/);
  await client.publishAsync('gw/gw-2/up/t', 'x', { qos: 0 });
  await publishUp(client, 't', 'mine');
  expect(test.sink.texts).toEqual(['t mine']);
  expect(refusals()).toEqual(['foreign-topic gw-1', 'foreign-topic gw-1']);
  client.end(true);
});

it('nothing is read but the own down branch', async () => {
  const client = await connectGateway(test.port, credentials, { protocolVersion: 5 });
  const filters = ['gw/gw-2/down/#', 'gw/+/down/#', '#', 'gw/gw-1/up/#', '$share/g/gw/gw-1/down/#'];
  for (const filter of filters) {
    await expect(client.subscribeAsync(filter)).rejects.toThrow(
      /[Nn]ot (authorized|supported)|Subscriptions/,
    );
  }
  const [granted] = await client.subscribeAsync('gw/gw-1/down/#', { qos: 2 });
  expect(granted).toMatchObject({ qos: 1 });
  expect(refusals()).toEqual(Array(4).fill('foreign-subscription gw-1'));
  client.end(true);
});

it('a 3.1.1 gateway sees a refused subscription as failed', async () => {
  const raw = await RawGateway.open(test.port, credentials);
  raw.send(connectPacket('gw-1'), {
    cmd: 'subscribe',
    messageId: 1,
    subscriptions: [
      { topic: 'gw/gw-2/down/#', qos: 1 },
      { topic: 'gw/gw-1/down/#', qos: 0 },
    ],
  });
  await until(() => raw.count('suback') === 1);
  expect(raw.packets[1]).toMatchObject({ granted: [128, 0] });
  raw.break();
});

it('a will on a foreign topic keeps the gateway out', async () => {
  const will = { topic: 'gw/gw-2/up/t', payload: Buffer.from('x'), qos: 1 as const, retain: false };
  await expect(connectGateway(test.port, credentials, { will })).rejects.toThrow(/[Nn]ot authorized/);
  expect(refusals()).toEqual(['foreign-will gw-1']);
  nothingArrived();
});

it('who speaks before CONNECT, or speaks CONNECT twice, is let go', async () => {
  const early = await RawGateway.open(test.port, credentials);
  early.send(publishPacket('gw/gw-1/up/t', 'x', 1, 1));
  await until(() => early.closed);
  const twice = await RawGateway.open(test.port, credentials);
  twice.send(connectPacket('gw-1'), connectPacket('gw-1'));
  await until(() => twice.closed);
  expect(twice.commands).toEqual(['connack']);
  expect(refusals()).toEqual(['malformed gw-1', 'malformed gw-1']);
  expect(test.sink.messages).toEqual([]);
});

it('who says nothing is let go', async () => {
  await using quick = await startTestBroker(ca, ['gw-1'], { limits: { connectWithinMs: 100 } });
  const raw = await RawGateway.open(quick.port, credentials);
  await until(() => raw.closed, 3_000);
  expect(raw.packets).toEqual([]);
});

it('what is not even TLS is counted; who only knocks is not', async () => {
  const socket = connectTcp(test.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await refused('handshake-failed 127.0.0.1');
  const knock = connectTcp(test.port, '127.0.0.1');
  await new Promise((resolve) => knock.once('connect', resolve));
  knock.destroy();
  const after = await connectGateway(test.port, credentials);
  await publishUp(after, 't', 'alive');
  expect(refusals()).toEqual(['handshake-failed 127.0.0.1']);
  after.end(true);
});
