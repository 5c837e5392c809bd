import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decode } from '../../src/lib/server/ingest/dialects/thin-edge/decode';
import { carryOut } from '../../src/simulator/control';
import { Fleet } from '../../src/simulator/fleet';
import { SimulatedGateway } from '../../src/simulator/gateway';
import { startTestBroker, type TestBroker } from '../support/mqtt-broker';
import { testAuthority, type TestAuthority } from '../support/mqtt-authority';
import { until } from '../support/until';

const GATEWAY = 'gw-001';

let ca: TestAuthority;
let platform: TestBroker;
let gateway: SimulatedGateway;
let fleet: Fleet;
let ticking: NodeJS.Timeout;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'zw-attacks-'));
  ca = await testAuthority();
  platform = await startTestBroker(ca, [GATEWAY]);
  const { certificatePem, keyPem, caPem } = await ca.issue(GATEWAY);
  gateway = new SimulatedGateway(
    {
      id: GATEWAY,
      name: 'Intake cabinet',
      model: undefined,
      drives: [],
      credentials: { certificate: certificatePem, key: keyPem, ca: caPem },
    },
    {
      link: {
        host: '127.0.0.1',
        port: platform.port,
        capacity: 5_000,
        inFlight: 200,
        reconnect: { firstMs: 50, longestMs: 200 },
        jitter: () => 0.5,
      },
      now: Date.now,
      log: () => undefined,
    },
  );
  fleet = new Fleet({
    gateways: [gateway],
    seed: 1,
    now: Date.now(),
    mishaps: false,
    intervalMs: () => 1_000,
  });
  ticking = setInterval(() => fleet.tick(Date.now()), 20);
  gateway.open();
  await until(() => gateway.online);
});
afterEach(async () => {
  clearInterval(ticking);
  await gateway.close(200);
  await platform.stop();
  ca.remove();
  await rm(directory, { recursive: true });
});

/** What arrived at the broker, decoded as the platform does. */
const arrived = () => platform.sink.messages.map(({ topic, payload }) => decode(topic, payload));

const records = () =>
  arrived().flatMap((one) => (one.type === 'event' && one.name === 'log_record' ? [one.body] : []));

const alarms = () =>
  arrived().flatMap((one) =>
    one.type === 'state' && one.channel === 'alarm' ? [`${one.entity} ${one.name}`] : [],
  );

describe('zonewatch sim attack', () => {
  it('makes a gateway forward the lines of its logs, by real MQTT', async () => {
    const reply = carryOut(fleet, { command: 'attack', target: 'ssh-bruteforce', value: GATEWAY });
    expect(reply).toEqual({ ok: true, text: expect.stringContaining('tries passwords') as string });
    await until(() => records().length === 18);
    expect(records()[0]).toMatchObject({
      program: 'sshd',
      line: expect.stringMatching(
        /sshd\[\d+\]: Failed password for root from 203\.0\.113\.77 port \d+ ssh2$/,
      ) as string,
      simulated: true,
    });
  });

  it('takes its time, step by step', async () => {
    carryOut(fleet, { command: 'attack', target: 'intrusion' });
    await until(() => records().length > 0);
    expect(records().length).toBeLessThan(10);
    await until(() => JSON.stringify(records()).includes('"suricata"'));
    expect(JSON.stringify(records())).toContain('Accepted password for service');
  });

  it('says which attacks there are when it does not know one', () => {
    expect(carryOut(fleet, { command: 'attack', target: 'nonsense' })).toMatchObject({ ok: false });
    expect(carryOut(fleet, { command: 'attack', target: 'intrusion', value: 'gw-404' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('gw-404') as string,
    });
  });
});

describe('zonewatch sim flood', () => {
  it('raises so many alarms of one gateway within a second, and ends them', async () => {
    const began = performance.now();
    carryOut(fleet, { command: 'flood', target: '300' });
    await until(() => new Set(alarms()).size === 300);
    expect(performance.now() - began).toBeLessThan(3_000);
    carryOut(fleet, { command: 'flood', target: '0' });
    const ended = () => arrived().filter((one) => one.type === 'cleared').length;
    await until(() => ended() === 300);
  });
});
