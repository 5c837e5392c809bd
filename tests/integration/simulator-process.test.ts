import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main';
import { gatewayId } from '../../src/lib/domain/ids';
import { writePlantFile } from '../../src/lib/domain/plant/plant-file';
import { systemClock } from '../../src/lib/server/clock';
import type { Broker } from '../../src/lib/server/ingest/brokers/broker';
import { createEmbeddedBroker } from '../../src/lib/server/ingest/brokers/embedded/embedded-broker';
import { Authority } from '../../src/lib/server/ingest/identity/authority';
import type { InboundMessage } from '../../src/lib/server/ingest/inbound-message';
import { createLogger } from '../../src/lib/server/log';
import { openControlSocket } from '../../src/simulator/control-socket';
import { demoPlant } from '../../src/simulator/demo-plant';
import { until } from '../support/until';

const root = join(import.meta.dirname, '..', '..');
let directory: string;
let broker: Broker;
let simulator: ChildProcess;
let said = '';
const stop = new AbortController();
let brokerEnd: Promise<void>;
const messages: InboundMessage[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'zw-sp-'));
  await writeFile(join(directory, 'plant.yaml'), writePlantFile(demoPlant({ seed: 1, drives: 16 })));
  const code = await run(
    ['demo', 'prepare', join(directory, 'plant.yaml')],
    shell({ ZONEWATCH_KIND: 'demo' }),
  );
  expect(code).toBe(0);
  const authority = await Authority.open(join(directory, 'data', 'keys'), '127.0.0.1', Date.now());
  broker = createEmbeddedBroker({
    host: '127.0.0.1',
    port: 0,
    identity: {
      check: (certificate: X509Certificate) => ({
        accepted: true,
        gateway: gatewayId.parse(certificate.subject.replace('CN=', '')),
        notAfter: Date.parse(certificate.validTo),
      }),
      met: () => undefined,
      tlsMaterial: async (now) => {
        const { certificatePem, keyPem } = await authority.brokerCertificate(now);
        return { certificate: certificatePem, key: keyPem, clientAuthorities: [authority.caPem] };
      },
    },
    ingest: { accept: async (message) => void messages.push(message) },
    links: {
      connected: () => undefined,
      disconnected: () => undefined,
      heard: () => undefined,
      held: () => undefined,
      rateLimited: () => undefined,
      refused: () => undefined,
    },
    clock: systemClock,
    log: createLogger('silent'),
  });
  brokerEnd = broker.run(stop.signal);
  await broker.ready();
  simulator = spawn(process.execPath, ['--import', 'tsx', join(root, 'src', 'simulator', 'main.ts')], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      ZONEWATCH_DATA: join(directory, 'data'),
      MQTT_PORT: String(broker.port),
      SIM_MISHAPS: 'off',
    },
  });
  for (const stream of [simulator.stdout, simulator.stderr])
    stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(() => broker.state().connections === 8, 20_000).catch((error: unknown) => {
    throw new Error(said, { cause: error });
  });
});

afterAll(async () => {
  simulator.kill('SIGKILL');
  stop.abort();
  await brokerEnd;
  await rm(directory, { recursive: true, force: true });
});

function shell(env: Record<string, string> = {}, out: string[] = [], err: string[] = []) {
  return {
    env: { ZONEWATCH_DATA: join(directory, 'data'), ...env },
    workingDirectory: directory,
    print: (text: string) => void out.push(text),
    complain: (text: string) => void err.push(text),
  };
}

async function sim(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(['sim', ...args], shell({}, out, err));
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const on = (gateway: string, ending: string) =>
  messages.filter((m) => m.gateway === gateway && m.topic.endsWith(ending));

describe('the simulated plant as a process', () => {
  it('sends one measurement a second of each drive, from every gateway with its own certificate', async () => {
    await until(
      () =>
        new Set(messages.filter((m) => m.topic.endsWith('m/drive')).map((m) => m.topic + m.gateway)).size ===
        17,
    );
    const start = performance.now();
    const before = messages.filter((m) => m.topic.endsWith('m/drive')).length;
    await until(() => messages.filter((m) => m.topic.endsWith('m/drive')).length >= before + 17 * 3);
    const seconds = (performance.now() - start) / 1000;
    expect(seconds).toBeGreaterThan(2);
    expect(seconds).toBeLessThan(6);
  });

  it('lets nobody but its owner at the control socket', async () => {
    expect((await stat(join(directory, 'data', 'simulator.sock'))).mode & 0o777).toBe(0o600);
  });

  it('refuses a second one on the same data directory, and goes on itself', async () => {
    await expect(
      openControlSocket(join(directory, 'data', 'simulator.sock'), () => ({ ok: true, text: '' })),
    ).rejects.toThrow('Another simulated plant runs already');
    expect((await sim('status')).code).toBe(0);
  });

  it('trips a drive when the shell says so, and shows it in the status', async () => {
    expect(await sim('trip', 'rw-101', 'earth-fault')).toMatchObject({
      code: 0,
      out: 'rw-101 has tripped: Earth fault.',
    });
    await until(() => on('gw-001', 'a/ot_drive_fault').length === 1);
    expect((await sim('status')).out).toContain('rw-101  tripped: Earth fault');
    expect(await sim('reset', 'rw-101')).toMatchObject({ code: 0 });
    await until(() => on('gw-001', 'a/ot_drive_fault').at(-1)?.payload.length === 0);
  });

  it('cuts a gateway off and brings it back with what it kept', async () => {
    expect(await sim('offline', 'gw-003')).toMatchObject({ code: 0 });
    await until(() => broker.state().connections === 7);
    expect((await sim('status')).out).toContain('gw-003  OFFLINE');
    expect(await sim('online', 'gw-003')).toMatchObject({ code: 0 });
    await until(() => broker.state().connections === 8);
  });

  it('sets a clock behind with a negative number of seconds', async () => {
    expect(await sim('clock-skew', 'gw-002', '-90')).toMatchObject({ code: 0 });
    const behind = (m: InboundMessage) =>
      m.receivedAt - Date.parse((JSON.parse(m.payload.toString()) as { time: string }).time) > 89_000;
    await until(() => on('gw-002', 'm/drive').some(behind));
    expect((await sim('status')).out).toContain('clock -90 s off');
  });

  it('refuses what it does not know, in words', async () => {
    expect(await sim('trip', 'nowhere')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no simulated drive nowhere'),
    });
    expect(await sim('trip', 'rw-101', 'meteor')).toMatchObject({ code: 1 });
    expect(await sim('trip')).toMatchObject({ code: 2 });
  });

  it('survives nonsense on its control socket', async () => {
    const socket = connect(join(directory, 'data', 'simulator.sock'));
    // Its end may reach us as a reset, as it leaves without reading the rest: either is an end.
    const ended = new Promise((resolve) => socket.on('error', () => undefined).on('close', resolve));
    socket.resume().write(`not json\n{"command":\n${'x'.repeat(100_000)}`);
    await ended;
    expect((await sim('status')).code).toBe(0);
  });

  it('says goodbye and ends within five seconds when it is asked to', async () => {
    const start = performance.now();
    simulator.kill('SIGTERM');
    const [code] = (await once(simulator, 'exit')) as [number];
    expect(code).toBe(0);
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(on('gw-001', 'tedge-agent/status/health').at(-1)?.payload.toString()).toContain('"down"');
    expect(await sim('status')).toMatchObject({ code: 1, err: expect.stringContaining('npm run demo') });
  });
});
