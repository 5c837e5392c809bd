import { afterAll, beforeAll, expect, it } from 'vitest';
import { testAuthority, type GatewayCredentials, type TestAuthority } from '../support/mqtt-authority';
import { startTestBroker } from '../support/mqtt-broker';
import { connectGateway, publishUp } from '../support/mqtt-gateway';
import { connectPacket, publishPacket, RawGateway } from '../support/mqtt-raw';
import { until } from '../support/until';

let ca: TestAuthority;
let credentials: GatewayCredentials;
let others: GatewayCredentials;

beforeAll(async () => {
  ca = await testAuthority();
  credentials = await ca.issue('gw-1');
  others = await ca.issue('gw-2');
});
afterAll(() => ca.remove());

const messages = (from: number, count: number, size = 10) =>
  Array.from({ length: count }, (_, i) =>
    publishPacket('gw/gw-1/up/t', Buffer.alloc(size, 'x'), 1, from + i),
  );

it('reading stops at the window, the gateway shows as held and not as gone, and all of it comes in the end', async () => {
  await using test = await startTestBroker(ca, ['gw-1', 'gw-2'], {
    limits: { windowMessages: 50, messagesPerSecond: 1_000_000 },
  });
  test.sink.hold();
  const gateway = await RawGateway.open(test.port, credentials);
  gateway.send(connectPacket('gw-1', { keepalive: 1 }), ...messages(1, 200));
  await until(() => test.links.windows.some(({ paused }) => paused));
  expect(test.sink.messages.length).toBe(50);
  expect(test.links.windows.at(-1)).toMatchObject({ messages: 50, paused: true });
  expect(test.broker.state()).toMatchObject({ held: 1, connections: 1 });

  // Longer than its keep-alive lasts: silence while we do not listen is not the gateway's.
  gateway.send({ cmd: 'pingreq' });
  const since = Date.now();
  await until(() => Date.now() - since > 2_200);
  expect(test.sink.messages.length).toBe(50);
  expect(gateway.commands).toEqual(['connack']);
  expect(test.links.links).toEqual(['gw-1 connected']);

  // Others are not held with it.
  const other = await connectGateway(test.port, others);
  void publishUp(other, 't', 'mine').catch(() => undefined);
  await until(() => test.sink.messages.length === 51);

  test.sink.commit();
  await until(() => gateway.count('puback') === 200);
  await until(() => gateway.count('pingresp') === 1);
  await until(() => test.links.windows.at(-1)?.messages === 0);
  expect(test.links.windows.at(-1)).toMatchObject({ bytes: 0, paused: false });
  expect(test.broker.state().held).toBe(0);
  expect(test.links.links).toEqual(['gw-1 connected', 'gw-2 connected']);
  gateway.break();
  other.end(true);
});

it('reading stops at the window in bytes too', async () => {
  await using test = await startTestBroker(ca, ['gw-1'], { limits: { windowBytes: 100_000 } });
  test.sink.hold();
  const gateway = await RawGateway.open(test.port, credentials);
  gateway.send(connectPacket('gw-1'), ...messages(1, 20, 30_000));
  await until(() => test.links.windows.some(({ paused }) => paused));
  expect(test.sink.messages.length).toBe(4);
  test.sink.commit();
  await until(() => gateway.count('puback') === 20);
  gateway.break();
});

it('a gateway cannot widen its window by connecting again', async () => {
  await using test = await startTestBroker(ca, ['gw-1'], { limits: { windowMessages: 10 } });
  test.sink.hold();
  for (let i = 0; i < 3; i += 1) {
    const gateway = await RawGateway.open(test.port, credentials);
    gateway.send(connectPacket('gw-1'), ...messages(1, 10));
    await until(() => gateway.count('connack') === 1);
    if (i < 2) gateway.break();
    else {
      expect(test.sink.messages.length).toBe(10);
      test.sink.commit();
      await until(() => gateway.count('puback') === 10);
      expect(test.sink.messages.length).toBe(20);
      gateway.break();
    }
  }
});

it('over its rate a gateway is slowed and shown, and nothing is dropped', async () => {
  await using test = await startTestBroker(ca, ['gw-1', 'gw-2'], { limits: { messagesPerSecond: 200 } });
  const gateway = await RawGateway.open(test.port, credentials);
  const started = Date.now();
  gateway.send(connectPacket('gw-1'), ...messages(1, 500));
  await until(() => test.links.limited.length > 0);
  expect(test.links.limited).toEqual([true]);
  const early = test.sink.messages.length;
  expect(early).toBeLessThan(260);
  const other = await connectGateway(test.port, others);
  await publishUp(other, 't', 'not slowed with it');
  await until(() => gateway.count('puback') === 500);
  // A burst of one second's worth, then the rate: 300 more at 200 a second.
  expect(Date.now() - started).toBeGreaterThan(1_300);
  await until(() => test.links.limited.length === 2);
  expect(test.links.limited).toEqual([true, false]);
  gateway.break();
  other.end(true);
});

it('a gateway that reads nothing is let go before its answers fill the memory', async () => {
  await using test = await startTestBroker(ca, ['gw-1'], {
    limits: { unsentBytes: 20_000, messagesPerSecond: 1_000_000 },
  });
  const gateway = await RawGateway.open(test.port, credentials);
  gateway.send(connectPacket('gw-1'));
  await until(() => gateway.count('connack') === 1);
  gateway.socket.pause();
  const pings = Buffer.concat(Array.from({ length: 5_000 }, () => Buffer.from([0xc0, 0])));
  await until(() => {
    if (!gateway.socket.writableNeedDrain) gateway.socket.write(pings);
    return test.links.reasons.length > 0;
  }, 20_000);
  expect(test.links.reasons).toEqual(['does not read']);
  gateway.break();
});

it('fifty gateways at once are served at a rate that a plant needs', async () => {
  const names = Array.from({ length: 50 }, (_, i) => `fleet-${i}`);
  const fleet = await Promise.all(names.map((name) => ca.issue(name)));
  await using test = await startTestBroker(ca, names);
  const clients = await Promise.all(fleet.map((one) => connectGateway(test.port, one)));
  await Promise.all(
    clients.map(async (client) => {
      for (let i = 0; i < 5; i += 1) {
        await Promise.all(Array.from({ length: 20 }, () => publishUp(client, 't', '{"a":1}')));
      }
    }),
  );
  expect(test.sink.messages.length).toBe(5_000);
  for (const client of clients) client.end(true);
});
