import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayId } from '../../src/lib/domain/ids';
import { testAuthority, type GatewayCredentials, type TestAuthority } from '../support/mqtt-authority';
import { startTestBroker, type TestBroker } from '../support/mqtt-broker';
import { until } from '../support/until';

const PUB = '/usr/bin/mosquitto_pub';
const SUB = '/usr/bin/mosquitto_sub';
const BROKER = '/usr/sbin/mosquitto';
const gw1 = gatewayId.parse('gw-1');

let ca: TestAuthority;
let credentials: GatewayCredentials;
let test: TestBroker;
const children: ChildProcess[] = [];

beforeAll(async () => {
  ca = await testAuthority();
  credentials = await ca.issue('gw-1');
});
afterAll(() => ca.remove());
beforeEach(async () => {
  test = await startTestBroker(ca, ['gw-1']);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await test.stop();
});

const tls = () => [
  ...['-h', '127.0.0.1', '-p', String(test.port), '--cafile', credentials.files.ca],
  ...['--cert', credentials.files.certificate, '--key', credentials.files.key],
];

interface Ended {
  code: number | null;
  errors: string;
}

/** Runs a program to its end, with our event loop free to serve it. */
function run(program: string, args: string[], input?: string): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'] });
    children.push(child);
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('close', (code) => resolve({ code, errors }));
    child.stdin.end(input);
  });
}

const hasClients = existsSync(PUB) && existsSync(SUB);
const hasBroker = hasClients && existsSync(BROKER);

describe.skipIf(!hasClients)('mosquitto_pub and mosquitto_sub', () => {
  it.each(['mqttv31', 'mqttv311', 'mqttv5'])('%s: publishes with every QoS', async (version) => {
    for (const qos of ['0', '1', '2']) {
      const sent = await run(PUB, [
        ...tls(),
        '-V',
        version,
        '-i',
        'gw-1',
        '-q',
        qos,
        '-t',
        'gw/gw-1/up/t',
        '-m',
        qos,
      ]);
      expect(sent).toEqual({ code: 0, errors: '' });
    }
    await until(() => test.sink.messages.length === 3);
    expect(test.sink.messages.map(({ qos, payload }) => `${qos} ${payload.toString()}`)).toEqual([
      '0 0',
      '1 1',
      '2 2',
    ]);
  });

  it('clears a retained alarm with an empty message, without naming a client id', async () => {
    const sent = await run(PUB, [
      ...tls(),
      ...['-r', '-q', '2', '-t', 'gw/gw-1/up/te/device/pump-01///a/x', '-n'],
    ]);
    expect(sent).toEqual({ code: 0, errors: '' });
    expect(test.sink.messages).toMatchObject([
      { gateway: 'gw-1', topic: 'te/device/pump-01///a/x', qos: 2, retain: true, payload: Buffer.alloc(0) },
    ]);
  });

  it('waits for the commit', async () => {
    test.sink.hold();
    let ended = false;
    const sent = run(PUB, [...tls(), '-i', 'gw-1', '-q', '1', '-t', 'gw/gw-1/up/t', '-m', 'x']).then(
      (result) => {
        ended = true;
        return result;
      },
    );
    await until(() => test.sink.messages.length === 1);
    expect(ended).toBe(false);
    test.sink.commit();
    expect(await sent).toEqual({ code: 0, errors: '' });
  });

  it('sends a thousand lines over one connection', async () => {
    const lines = Array.from({ length: 1_000 }, (_, i) => `line ${i}`);
    const sent = await run(
      PUB,
      [...tls(), '-i', 'gw-1', '-q', '1', '-t', 'gw/gw-1/up/t', '-l'],
      `${lines.join('\n')}\n`,
    );
    expect(sent.code).toBe(0);
    expect(test.sink.messages.map(({ payload }) => payload.toString())).toEqual(lines);
  });

  it('is told when it is not who it says', async () => {
    const sent = await run(PUB, [...tls(), '-i', 'gw-2', '-q', '1', '-t', 'gw/gw-2/up/t', '-m', 'x']);
    expect(sent.code).not.toBe(0);
    expect(sent.errors).toMatch(/identifier rejected/);
    expect(test.links.refusals).toMatchObject([{ kind: 'foreign-client-id', subject: 'gw-1' }]);
  });

  it('cannot write where another gateway does', async () => {
    const child = spawn(PUB, [...tls(), '-i', 'gw-1', '-q', '1', '-t', 'gw/gw-2/up/t', '-m', 'x'], {
      stdio: 'ignore',
    });
    children.push(child);
    await until(() => test.links.refusals.length > 0);
    expect(test.links.refusals[0]).toMatchObject({ kind: 'foreign-topic', subject: 'gw-1' });
    expect(test.sink.messages).toEqual([]);
  });

  it('comes to nothing without a certificate', async () => {
    const bare = ['-h', '127.0.0.1', '-p', String(test.port), '--cafile', credentials.files.ca];
    const sent = await run(PUB, [...bare, '-i', 'gw-1', '-q', '1', '-t', 'gw/gw-1/up/t', '-m', 'x']);
    expect(sent.code).not.toBe(0);
    expect(test.links.refusals).toMatchObject([{ kind: 'no-certificate' }]);
    expect(test.sink.messages).toEqual([]);
  });

  it('receives what is published to its gateway', async () => {
    const child = spawn(SUB, [...tls(), '-i', 'gw-1', '-q', '1', '-t', 'gw/gw-1/down/#', '-v', '-C', '1']);
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const command = 'te/device/main///cmd/restart/zw-1';
    await until(
      () => test.broker.publishDown(gw1, command, Buffer.from('{"status":"init"}'), { retain: false }).sent,
    );
    await until(() => output !== '');
    expect(output.trim()).toBe(`gw/gw-1/down/${command} {"status":"init"}`);
  });
});

describe.skipIf(!hasBroker)('a mosquitto that bridges a gateway to us', () => {
  let folder: string;
  let localPort: number;
  let local: MqttClient | undefined;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zonewatch-bridge-'));
    localPort = await freePort();
  });
  afterEach(() => {
    local?.end(true);
    local = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  function spawnBridge(lines: string[]): void {
    const file = join(folder, 'mosquitto.conf');
    writeFileSync(
      file,
      [
        `listener ${localPort} 127.0.0.1`,
        'allow_anonymous true',
        'connection up',
        `address 127.0.0.1:${test.port}`,
        `bridge_cafile ${credentials.files.ca}`,
        `bridge_certfile ${credentials.files.certificate}`,
        `bridge_keyfile ${credentials.files.key}`,
        // It gives up the rights of root by default, and could not read its own key then.
        ...(process.getuid?.() === 0 ? ['user root'] : []),
        'restart_timeout 1 1',
        'topic te/# out 1 "" gw/gw-1/up/',
        'topic te/# in 1 "" gw/gw-1/down/',
        ...lines,
        '',
      ].join('\n'),
    );
    children.push(spawn(BROKER, ['-c', file], { stdio: 'ignore' }));
  }

  async function startBridge(lines: string[] = []): Promise<void> {
    spawnBridge(['remote_clientid gw-1', ...lines]);
    local = mqtt.connect({ host: '127.0.0.1', port: localPort, clientId: 'agent', reconnectPeriod: 50 });
    await until(() => local?.connected);
    await until(() => test.links.links.includes('gw-1 connected'));
  }

  it.each([[[]], [['cleansession true']], [['bridge_protocol_version mqttv50']]])(
    'speaks to us as it comes, its own reports included (%j)',
    async (lines) => {
      await startBridge(lines);
      await local!.publishAsync('te/device/main///m/env', '{"a":1}', { qos: 1 });
      await local!.publishAsync('te/device/main///a/x', '{"text":"t"}', { qos: 2, retain: true });
      await until(() => test.sink.messages.length >= 2);
      expect(test.sink.texts).toEqual([
        'te/device/main///m/env {"a":1}',
        'te/device/main///a/x {"text":"t"}',
      ]);
      expect(test.links.refusals).toEqual([]);
      expect(test.links.links).toEqual(['gw-1 connected']);
    },
  );

  it('passes a command on to the gateway’s own clients', async () => {
    await startBridge();
    const texts: string[] = [];
    local!.on('message', (topic, payload) => texts.push(`${topic} ${payload.toString()}`));
    await local!.subscribeAsync('te/#', { qos: 1 });
    const command = 'te/device/main///cmd/restart/zw-1';
    await until(
      () => test.broker.publishDown(gw1, command, Buffer.from('{"status":"init"}'), { retain: true }).sent,
    );
    await until(() => texts.length > 0);
    expect(texts[0]).toBe(`${command} {"status":"init"}`);
  });

  it('loses nothing while our database is away and the connection breaks', async () => {
    await startBridge(['cleansession false', 'max_inflight_messages 5']);
    test.sink.hold();
    for (let i = 0; i < 20; i += 1)
      await local!.publishAsync('te/device/main///m/env', String(i), { qos: 1 });
    await until(() => test.sink.messages.length >= 5);
    test.broker.closeGateway(gw1, 'the line breaks');
    await until(() => test.links.links.filter((text) => text === 'gw-1 connected').length === 2);
    test.sink.commit();
    const numbers = () => new Set(test.sink.messages.map(({ payload }) => Number(payload.toString())));
    await until(() => numbers().size === 20);
    expect([...numbers()].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('is refused with its default client id, which is not the name in its certificate', async () => {
    spawnBridge([]);
    await until(() => test.links.refusals.some(({ kind }) => kind === 'foreign-client-id'));
    expect(test.links.links).toEqual([]);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
