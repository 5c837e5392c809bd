import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { MqttClient } from 'mqtt';
import { gatewayId } from '../../src/lib/domain/ids';
import { testAuthority, type GatewayCredentials, type TestAuthority } from '../support/mqtt-authority';
import { startTestBroker, type TestBroker } from '../support/mqtt-broker';
import { connectGateway, publishUp } from '../support/mqtt-gateway';
import { connectPacket, publishPacket, RawGateway } from '../support/mqtt-raw';
import { until } from '../support/until';

const gw1 = gatewayId.parse('gw-1');
const RESTART = 'te/device/main///cmd/restart/zw-1';
const INIT = Buffer.from('{"status":"init"}');
const CLEAR = Buffer.alloc(0);
const will = { topic: 'gw/gw-1/up/te/device/main/service/x/status/health', qos: 1 as const, retain: true };

let ca: TestAuthority;
let credentials: GatewayCredentials;
let test: TestBroker;
const clients: { end?: (force: boolean) => unknown; break?: () => void }[] = [];

beforeAll(async () => {
  ca = await testAuthority();
  credentials = await ca.issue('gw-1');
});
afterAll(() => ca.remove());
beforeEach(async () => {
  test = await startTestBroker(ca, ['gw-1'], { configTypes: ['collectd.conf'] });
});
afterEach(async () => {
  for (const client of clients.splice(0)) {
    client.end?.(true);
    client.break?.();
  }
  await test.stop();
});

async function connect(options = {}): Promise<MqttClient> {
  const client = await connectGateway(test.port, credentials, options);
  clients.push(client);
  return client;
}

async function raw(version: 3 | 4 | 5 = 4): Promise<RawGateway> {
  const gateway = await RawGateway.open(test.port, credentials, version);
  clients.push(gateway);
  return gateway;
}

/** What a client receives, as `topic payload retain`. */
function received(client: MqttClient): string[] {
  const texts: string[] = [];
  client.on('message', (topic, payload, packet) =>
    texts.push(`${topic} ${payload.toString()} ${packet.retain}`),
  );
  return texts;
}

it('a second connection of one gateway ends the first, and nobody sees the gateway leave', async () => {
  const first = await raw();
  first.send(connectPacket('gw-1'));
  await until(() => first.count('connack') === 1);
  const second = await connect();
  await until(() => first.closed);
  expect(test.links.links).toEqual(['gw-1 connected', 'gw-1 connected']);
  await publishUp(second, 't', 'x');
  expect(test.broker.state().connections).toBe(1);
});

it('MQTT 5 is told that its session was taken over', async () => {
  const first = await raw(5);
  first.send(connectPacket('gw-1', { protocolVersion: 5 }));
  await until(() => first.count('connack') === 1);
  await connect();
  await until(() => first.count('disconnect') === 1);
  expect(first.packets.at(-1)).toMatchObject({ reasonCode: 0x8e });
});

it('the will is published when a connection dies, as the gateway’s own message', async () => {
  const gateway = await raw();
  gateway.send(connectPacket('gw-1', { will: { ...will, payload: Buffer.from('{"status":"down"}') } }));
  await until(() => gateway.count('connack') === 1);
  expect(test.sink.messages).toEqual([]);
  gateway.break();
  const [message] = await until(() => test.sink.messages.length === 1 && test.sink.messages);
  expect(message).toMatchObject({
    gateway: 'gw-1',
    topic: 'te/device/main/service/x/status/health',
    qos: 1,
    retain: true,
  });
  expect(message!.payload.toString()).toBe('{"status":"down"}');
  expect(test.links.links).toEqual(['gw-1 connected', 'gw-1 disconnected']);
});

it('the will is not published when a gateway says good-bye', async () => {
  const client = await connect({ will: { ...will, payload: Buffer.from('down') } });
  await client.endAsync();
  await until(() => test.links.reasons.includes('disconnected'));
  expect(test.sink.messages).toEqual([]);
});

it('the will of a bridge about itself does not keep it out', async () => {
  const bridge = await raw();
  const notification = {
    topic: '$SYS/broker/connection/gw-1.up/state',
    payload: Buffer.from('0'),
    qos: 1,
    retain: true,
  };
  bridge.send(connectPacket('gw-1', { will: notification }));
  await until(() => bridge.count('connack') === 1);
  expect(bridge.packets[0]).toMatchObject({ returnCode: 0 });
  bridge.break();
  await until(() => test.links.links.length === 2);
  expect(test.sink.messages).toEqual([]);
});

it('MQTT 5: a delayed will is not published when the gateway is back in time', async () => {
  const delayed = { ...will, payload: Buffer.from('down'), properties: { willDelayInterval: 60 } };
  const session = {
    protocolVersion: 5,
    clean: false,
    properties: { sessionExpiryInterval: 3_600 },
    will: delayed,
  };
  const first = await raw(5);
  first.send(connectPacket('gw-1', session));
  await until(() => first.count('connack') === 1);
  first.break();
  await until(() => test.links.links.length === 2);
  const second = await raw(5);
  second.send(connectPacket('gw-1', session), publishPacket('gw/gw-1/up/t', 'back', 1, 1));
  await until(() => second.count('puback') === 1);
  expect(test.sink.texts).toEqual(['t back']);
});

it('a gateway that is silent for one and a half times its keep-alive is gone', async () => {
  const gateway = await raw();
  const started = Date.now();
  gateway.send(connectPacket('gw-1', { keepalive: 1, will: { ...will, payload: Buffer.from('down') } }));
  await until(() => gateway.closed, 5_000);
  expect(Date.now() - started).toBeGreaterThanOrEqual(1_400);
  expect(Date.now() - started).toBeLessThan(3_500);
  expect(test.links.reasons).toEqual(['keep-alive ran out']);
  expect(test.sink.messages.length).toBe(1);
});

it('a gateway that pings stays', async () => {
  const gateway = await connect({ keepalive: 1 });
  const started = Date.now();
  await until(() => Date.now() - started > 3_000);
  expect(gateway.connected).toBe(true);
  expect(test.links.links).toEqual(['gw-1 connected']);
});

it('a revoked gateway is out within a second, and its will is not heard', async () => {
  const client = await connect({ will: { ...will, payload: Buffer.from('down') } });
  const closed = vi.fn();
  client.on('close', closed);
  test.identity.revoked.add('gw-1');
  const revokedAt = Date.now();
  await until(() => closed.mock.calls.length === 1, 1_000);
  expect(Date.now() - revokedAt).toBeLessThan(1_000);
  await until(() => test.links.reasons.includes('gateway-revoked'));
  expect(test.sink.messages).toEqual([]);
});

it('a command reaches a gateway that is connected and listens, and its acknowledgement is taken', async () => {
  const client = await connect();
  const texts = received(client);
  expect(test.broker.publishDown(gw1, RESTART, INIT, { retain: true })).toEqual({
    sent: false,
    reason: 'not-subscribed',
  });
  await client.subscribeAsync('gw/gw-1/down/#', { qos: 1 });
  for (let i = 0; i < 60; i += 1) {
    expect(test.broker.publishDown(gw1, `${RESTART}-${i}`, INIT, { retain: false })).toEqual({ sent: true });
  }
  await until(() => texts.length === 60);
  expect(texts).toEqual(
    Array.from({ length: 60 }, (_, i) => `gw/gw-1/down/${RESTART}-${i} {"status":"init"} false`),
  );
});

it('no command is taken for a gateway that is not connected', async () => {
  expect(test.broker.publishDown(gw1, RESTART, INIT, { retain: true })).toEqual({
    sent: false,
    reason: 'no-session',
  });
  const client = await connect({ clean: false });
  await client.subscribeAsync('gw/gw-1/down/#', { qos: 1 });
  await client.endAsync();
  await until(() => test.links.links.length === 2);
  expect(test.broker.publishDown(gw1, RESTART, INIT, { retain: true })).toMatchObject({ sent: false });
  const back = await connect({ clean: false });
  const texts = received(back);
  await back.subscribeAsync('gw/gw-1/down/#', { qos: 1 });
  await publishUp(back, 't', 'x');
  expect(texts).toEqual([]);
});

it('nothing outside the allow-list is ever sent', async () => {
  const client = await connect();
  const texts = received(client);
  await client.subscribeAsync('gw/gw-1/down/#', { qos: 1 });
  const publish = (topic: string, payload = INIT) =>
    test.broker.publishDown(gw1, topic, payload, { retain: true });
  expect(publish('te/device/pump-01///cmd/restart/zw-1')).toMatchObject({ reason: 'not-the-main-device' });
  expect(publish('te/device/main///cmd/modbus_SetRegister/zw-1')).toMatchObject({
    reason: 'operation-not-allowed',
  });
  const config = (type: string) =>
    publish('te/device/main///cmd/config_update/zw-1', Buffer.from(JSON.stringify({ status: 'init', type })));
  expect(config('tedge.toml')).toMatchObject({ reason: 'not-permitted' });
  expect(config('collectd.conf')).toEqual({ sent: true });
  await until(() => texts.length === 1);
  expect(texts[0]).toContain('config_update');
});

it('a retained command is there for who subscribes later, and gone once it is cleared', async () => {
  const client = await connect();
  await client.subscribeAsync('gw/gw-1/down/#', { qos: 1 });
  test.broker.publishDown(gw1, RESTART, INIT, { retain: true });
  const again = await connect();
  const texts = received(again);
  await again.subscribeAsync('gw/gw-1/down/te/+/+/+/+/cmd/+/+', { qos: 1 });
  await until(() => texts.length === 1);
  expect(texts).toEqual([`gw/gw-1/down/${RESTART} {"status":"init"} true`]);
  test.broker.publishDown(gw1, RESTART, CLEAR, { retain: true });
  await until(() => texts.length === 2);
  const third = await connect();
  const later = received(third);
  await third.subscribeAsync('gw/gw-1/down/#', { qos: 1 });
  await publishUp(third, 't', 'x');
  expect(later).toEqual([]);
});

it('a mosquitto bridge, which says so in its protocol level, receives retain flags as published', async () => {
  const bridge = await raw();
  bridge.send(connectPacket('gw-1', { bridgeMode: true }), {
    cmd: 'subscribe',
    messageId: 1,
    subscriptions: [{ topic: 'gw/gw-1/down/#', qos: 1 }],
  });
  await until(() => bridge.count('suback') === 1);
  const plain = (retain: boolean) => test.broker.publishDown(gw1, RESTART, INIT, { retain });
  expect([plain(true), plain(false)]).toEqual([{ sent: true }, { sent: true }]);
  await until(() => bridge.count('publish') === 2);
  expect(bridge.packets.flatMap((p) => (p.cmd === 'publish' ? [p.retain] : []))).toEqual([true, false]);
});

it('a command that was not acknowledged comes again after a reconnect only while it still stands', async () => {
  const persistent = connectPacket('gw-1', { clean: false });
  const first = await raw();
  first.send(persistent, {
    cmd: 'subscribe',
    messageId: 1,
    subscriptions: [{ topic: 'gw/gw-1/down/#', qos: 1 }],
  });
  await until(() => first.count('suback') === 1);
  test.broker.publishDown(gw1, `${RESTART}a`, INIT, { retain: true });
  test.broker.publishDown(gw1, `${RESTART}b`, INIT, { retain: true });
  test.broker.publishDown(gw1, `${RESTART}c`, INIT, { retain: false });
  await until(() => first.count('publish') === 3);
  first.break();
  await until(() => test.links.links.length === 2);
  test.broker.publishDown(gw1, `${RESTART}a`, CLEAR, { retain: true });
  const second = await raw();
  second.send(persistent);
  await until(() => second.count('publish') === 2);
  const texts = second.packets.flatMap((p) =>
    p.cmd === 'publish' ? [`${p.topic} ${p.payload.toString()} ${p.dup}`] : [],
  );
  expect(texts).toEqual([
    `gw/gw-1/down/${RESTART}b {"status":"init"} true`,
    `gw/gw-1/down/${RESTART}a  false`,
  ]);
});

it('subscriptions of a persistent session outlive its connection; those of a clean one do not', async () => {
  const first = await connect({ clean: false });
  await first.subscribeAsync('gw/gw-1/down/#', { qos: 1 });
  await first.endAsync();
  const second = await connect({ clean: false });
  expect(test.broker.publishDown(gw1, RESTART, INIT, { retain: false })).toEqual({ sent: true });
  await second.endAsync();
  await connect({ clean: true });
  expect(test.broker.publishDown(gw1, RESTART, INIT, { retain: false })).toMatchObject({
    reason: 'not-subscribed',
  });
});

it('a gateway is closed on demand and may come back', async () => {
  const client = await connect();
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  test.broker.closeGateway(gw1, 'an administrator asked for it');
  await closed;
  expect(test.links.reasons).toEqual(['an administrator asked for it']);
  await connect();
});

it('a stop acknowledges what is committed meanwhile, then says good-bye', async () => {
  await using other = await startTestBroker(ca, ['gw-1'], { limits: { stopWithinMs: 5_000 } });
  const gateway = await RawGateway.open(other.port, credentials, 5);
  clients.push(gateway);
  other.sink.hold();
  gateway.send(connectPacket('gw-1', { protocolVersion: 5 }), publishPacket('gw/gw-1/up/t', 'x', 1, 1));
  await until(() => other.sink.messages.length === 1);
  const stopped = other.stop();
  gateway.send(publishPacket('gw/gw-1/up/t', 'too late', 1, 2));
  other.sink.commit();
  await stopped;
  await until(() => gateway.closed);
  expect(gateway.commands).toEqual(['connack', 'puback', 'disconnect']);
  expect(gateway.packets.at(-1)).toMatchObject({ reasonCode: 0x8b });
  expect(other.broker.state().state).toBe('stopped');
});

it('a broker starts again on the same port after a stop', async () => {
  const { port } = test;
  await test.stop();
  test = await startTestBroker(ca, ['gw-1'], { port });
  await connect();
  expect(test.broker.state()).toMatchObject({ state: 'listening', connections: 1 });
});

it('one identity in use from two places at once is told of; one that only flaps is not', async () => {
  const from = async (address: string) => {
    const gateway = await RawGateway.open(test.port, credentials, 4, address);
    clients.push(gateway);
    gateway.send(connectPacket('gw-1'));
    await until(() => gateway.count('connack') === 1);
  };
  for (let i = 0; i < 6; i += 1) await from('127.0.0.1');
  expect(test.links.refusals).toEqual([]);
  await from('127.0.0.2');
  expect(test.links.refusals).toMatchObject([
    { kind: 'duplicate-identity', subject: 'gw-1', detail: 'in use from 127.0.0.1 and 127.0.0.2' },
  ]);
});
