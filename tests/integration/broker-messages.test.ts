import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MqttClient } from 'mqtt';
import { testAuthority, type GatewayCredentials, type TestAuthority } from '../support/mqtt-authority';
import { startTestBroker, type TestBroker } from '../support/mqtt-broker';
import { connectGateway, publishUp } from '../support/mqtt-gateway';
import { connectPacket, publishPacket, RawGateway } from '../support/mqtt-raw';
import { until } from '../support/until';

let ca: TestAuthority;
let credentials: GatewayCredentials;
let test: TestBroker;
let client: MqttClient | undefined;

beforeAll(async () => {
  ca = await testAuthority();
  credentials = await ca.issue('gw-1');
});
afterAll(() => ca.remove());
beforeEach(async () => {
  test = await startTestBroker(ca, ['gw-1']);
});
afterEach(async () => {
  client?.end(true);
  client = undefined;
  await test.stop();
});

const connect = async (options = {}) => (client = await connectGateway(test.port, credentials, options));

describe.each([4, 5] as const)('a gateway that speaks MQTT %i', (protocolVersion) => {
  it.each([0, 1, 2] as const)('hands over a message of QoS %i as it was sent', async (qos) => {
    await connect({ protocolVersion });
    await publishUp(client!, 'te/device/main///a/x', 'hello', { qos, retain: true });
    const [message] = await until(() => test.sink.messages.length === 1 && test.sink.messages);
    expect(message).toMatchObject({
      gateway: 'gw-1',
      topic: 'te/device/main///a/x',
      qos,
      retain: true,
      dup: false,
    });
    expect(message!.payload.toString()).toBe('hello');
    expect(Math.abs(Date.now() - message!.receivedAt)).toBeLessThan(5_000);
  });

  it('is handed over in order, whatever mixture of QoS', async () => {
    await connect({ protocolVersion });
    await Promise.all(
      Array.from({ length: 60 }, (_, i) => publishUp(client!, 't', String(i), { qos: (i % 3) as 0 | 1 | 2 })),
    );
    expect(test.sink.texts).toEqual(Array.from({ length: 60 }, (_, i) => `t ${i}`));
  });

  it.each([1, 2] as const)(
    'has its message of QoS %i acknowledged after the commit, not before',
    async (qos) => {
      await connect({ protocolVersion });
      test.sink.hold();
      let acknowledged = false;
      const published = publishUp(client!, 't', 'x', { qos }).then(() => (acknowledged = true));
      await until(() => test.sink.messages.length === 1);
      await publishUp(client!, 't', 'y', { qos: 0 });
      await until(() => test.sink.messages.length === 2);
      expect(acknowledged).toBe(false);
      test.sink.commit();
      await published;
    },
  );

  it('may send an empty payload, which clears', async () => {
    await connect({ protocolVersion });
    await publishUp(client!, 'te/device/main///a/x', '', { retain: true });
    expect(test.sink.messages[0]).toMatchObject({ retain: true, payload: Buffer.alloc(0) });
  });
});

it('the messages that wait for the database do not keep PINGREQ from its answer', async () => {
  const raw = await RawGateway.open(test.port, credentials);
  test.sink.hold();
  raw.send(connectPacket('gw-1'));
  await until(() => raw.count('connack') === 1);
  const publishes = Array.from({ length: 100 }, (_, i) => publishPacket('gw/gw-1/up/t', `${i}`, 1, i + 1));
  raw.send(...publishes, { cmd: 'pingreq' });
  await until(() => raw.count('pingresp') === 1);
  expect(raw.commands).toEqual(['connack', 'pingresp']);
  expect(test.sink.messages.length).toBe(100);
  test.sink.commit();
  await until(() => raw.count('puback') === 100);
  const ids = raw.packets.filter(({ cmd }) => cmd === 'puback').map(({ messageId }) => messageId);
  expect(ids).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  raw.break();
});

it('acknowledges those messages that are committed, and only those', async () => {
  const raw = await RawGateway.open(test.port, credentials);
  test.sink.hold();
  raw.send(connectPacket('gw-1'), ...[1, 2, 3].map((id) => publishPacket('gw/gw-1/up/t', `${id}`, 1, id)));
  await until(() => test.sink.messages.length === 3);
  test.sink.commit(2);
  await until(() => raw.count('puback') === 2);
  raw.send({ cmd: 'pingreq' });
  await until(() => raw.count('pingresp') === 1);
  expect(raw.commands).toEqual(['connack', 'puback', 'puback', 'pingresp']);
  raw.break();
});

it('a QoS 2 message that is sent again after a broken connection is handed over once', async () => {
  const message = publishPacket('gw/gw-1/up/t', 'once', 2, 7);
  const first = await RawGateway.open(test.port, credentials);
  test.sink.hold();
  first.send(connectPacket('gw-1', { clean: false }), message);
  await until(() => test.sink.messages.length === 1);
  first.break();
  await until(() => test.links.links.includes('gw-1 disconnected'));

  const second = await RawGateway.open(test.port, credentials);
  second.send(connectPacket('gw-1', { clean: false }), { ...message, dup: true } as typeof message);
  await until(() => second.count('connack') === 1);
  expect(second.packets[0]).toMatchObject({ sessionPresent: true });
  expect(second.count('pubrec')).toBe(0);
  test.sink.commit();
  await until(() => second.count('pubrec') === 1);
  second.send({ cmd: 'pubrel', messageId: 7 });
  await until(() => second.count('pubcomp') === 1);
  expect(test.sink.texts).toEqual(['t once']);
  second.send(publishPacket('gw/gw-1/up/t', 'another', 2, 7));
  await until(() => test.sink.messages.length === 2);
  second.break();
});

it.each([1, 2] as const)(
  'a message of QoS %i that a fault of ours loses is sent again, not forgotten',
  async (qos) => {
    const message = publishPacket('gw/gw-1/up/t', 'x', qos, 7);
    const accept = test.sink.accept;
    test.sink.accept = () => Promise.reject(new Error('a fault'));
    const first = await RawGateway.open(test.port, credentials);
    first.send(connectPacket('gw-1', { clean: false }), message);
    await until(() => first.closed);
    expect(first.commands).toEqual(['connack']);
    test.sink.accept = accept;
    const second = await RawGateway.open(test.port, credentials);
    second.send(connectPacket('gw-1', { clean: false }), { ...message, dup: true } as typeof message);
    await until(() => second.commands.length === 2);
    expect(second.commands[1]).toBe(qos === 1 ? 'puback' : 'pubrec');
    expect(test.sink.texts).toEqual(['t x']);
    second.break();
  },
);

it('a message of 128 KiB is whole; one of 1 MiB arrives cut, with size and hash, and ends nothing', async () => {
  await connect();
  const fits = Buffer.alloc(128 * 1024, 'a');
  const large = Buffer.alloc(1024 * 1024, 'b');
  await publishUp(client!, 't', fits);
  await publishUp(client!, 't', large);
  await publishUp(client!, 't', 'after');
  const [whole, cut, after] = test.sink.messages;
  expect(whole!.payload.equals(fits)).toBe(true);
  expect(whole!.cut).toBeUndefined();
  expect(cut!.cut).toEqual({ size: large.length, sha256: createHash('sha256').update(large).digest('hex') });
  expect(cut!.payload).toEqual(large.subarray(0, 1_024));
  expect(after!.payload.toString()).toBe('after');
});

it('MQTT 5 is told that a message was too large', async () => {
  await connect({ protocolVersion: 5 });
  await expect(publishUp(client!, 't', Buffer.alloc(1024 * 1024))).rejects.toThrow(
    /Implementation specific|exceeds/i,
  );
});

it('a packet beyond any sense ends the connection before its body is read', async () => {
  const raw = await RawGateway.open(test.port, credentials);
  raw.send(connectPacket('gw-1'), Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]));
  await until(() => raw.closed);
  expect(test.links.refusals).toMatchObject([{ kind: 'too-large', subject: 'gw-1' }]);
});

it('every mosquitto-like report of a bridge about itself is acknowledged and handed to nobody', async () => {
  await connect();
  await client!.publishAsync('$SYS/broker/connection/gw-1.bridge/state', '1', { qos: 1, retain: true });
  expect(test.sink.messages).toEqual([]);
  expect(test.links.refusals).toEqual([]);
});
