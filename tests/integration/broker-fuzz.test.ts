import fc from 'fast-check';
import { generate } from 'mqtt-packet';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
  test = await startTestBroker(ca, ['gw-1'], { limits: { messagesPerSecond: 1_000_000 } });
});
afterAll(async () => {
  await test.stop();
  ca.remove();
});

/** The broker is well when an honest gateway is served after what came before. */
async function isWell(): Promise<void> {
  const client = await connectGateway(test.port, credentials);
  const before = test.sink.messages.length;
  await publishUp(client, 't', 'well');
  expect(test.sink.messages.slice(before).map(({ payload }) => payload.toString())).toContain('well');
  client.end(true);
}

const versions = fc.constantFrom(4 as const, 5 as const);

async function sendAfterConnect(version: 4 | 5, bytes: Uint8Array): Promise<void> {
  const gateway = await RawGateway.open(test.port, credentials, version);
  gateway.socket.removeAllListeners('data');
  gateway.socket.resume();
  gateway.send(connectPacket('gw-1', { protocolVersion: version }), Buffer.from(bytes));
  gateway.socket.end();
  await until(() => gateway.closed, 5_000);
}

it('no bytes after CONNECT harm it', async () => {
  await fc.assert(fc.asyncProperty(versions, fc.uint8Array({ maxLength: 200 }), sendAfterConnect), {
    numRuns: 150,
  });
  await isWell();
}, 60_000);

it('no packet with a valid frame and a body of chance harms it', async () => {
  const packet = fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 120 }))
    .map(([head, body]) => Buffer.from([head, body.length, ...body]));
  await fc.assert(
    fc.asyncProperty(versions, fc.array(packet, { minLength: 1, maxLength: 5 }), (version, packets) =>
      sendAfterConnect(version, Buffer.concat(packets)),
    ),
    { numRuns: 200 },
  );
  await isWell();
}, 60_000);

it('no good packet with one byte changed harms it', async () => {
  const good = (version: 4 | 5) =>
    Buffer.concat(
      [
        publishPacket('gw/gw-1/up/te/device/main///m/x', '{"a":1}', 2, 9),
        { cmd: 'pubrel' as const, messageId: 9 },
        {
          cmd: 'subscribe' as const,
          messageId: 3,
          subscriptions: [{ topic: 'gw/gw-1/down/#', qos: 1 as const }],
        },
        { cmd: 'unsubscribe' as const, messageId: 4, unsubscriptions: ['gw/gw-1/down/#'] },
        { cmd: 'pingreq' as const },
      ].map((packet) => generate(packet, { protocolVersion: version })),
    );
  await fc.assert(
    fc.asyncProperty(versions, fc.nat(), fc.integer({ min: 0, max: 255 }), (version, at, byte) => {
      const bytes = Buffer.from(good(version));
      bytes[at % bytes.length] = byte;
      return sendAfterConnect(version, bytes);
    }),
    { numRuns: 150 },
  );
  await isWell();
}, 60_000);

it('no first packet of chance harms it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 0, max: 255 }), async (at, byte) => {
      const gateway = await RawGateway.open(test.port, credentials);
      gateway.socket.removeAllListeners('data');
      gateway.socket.resume();
      const first = generate(
        connectPacket('gw-1', { will: { topic: 'gw/gw-1/up/x', payload: Buffer.from('w') } }),
      );
      first[at % first.length] = byte;
      gateway.send(first);
      gateway.socket.end();
      await until(() => gateway.closed, 5_000);
    }),
    { numRuns: 100 },
  );
  await isWell();
}, 60_000);
