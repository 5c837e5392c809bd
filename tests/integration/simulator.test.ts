import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayId } from '../../src/lib/domain/ids';
import { SECOND_MS } from '../../src/lib/domain/time';
import { systemClock } from '../../src/lib/server/clock';
import type { Broker } from '../../src/lib/server/ingest/brokers/broker';
import { createEmbeddedBroker } from '../../src/lib/server/ingest/brokers/embedded/embedded-broker';
import { decode } from '../../src/lib/server/ingest/dialects/thin-edge/decode';
import { Authority } from '../../src/lib/server/ingest/identity/authority';
import { newKeyPair } from '../../src/lib/server/ingest/identity/certificate-maker';
import type { InboundMessage } from '../../src/lib/server/ingest/inbound-message';
import { createLogger } from '../../src/lib/server/log';
import { Fleet } from '../../src/simulator/fleet';
import { SimulatedGateway } from '../../src/simulator/gateway';
import { SimulatedDrive } from '../../src/simulator/physics/drive';
import { namePlate } from '../../src/simulator/physics/name-plate';
import { until } from '../support/until';

const GATEWAY = gatewayId.parse('gw-001');
const DAY_MS = 24 * 3600 * SECOND_MS;

let keys: string;
let authority: Authority;
let credentials: { certificate: string; key: string; ca: string };

beforeAll(async () => {
  keys = await mkdtemp(join(tmpdir(), 'zw-sim-'));
  authority = await Authority.open(keys, '127.0.0.1', Date.now());
  const { publicKey, keyPem } = await newKeyPair();
  const certificate = await authority.issueClient(GATEWAY, publicKey, Date.now(), Date.now() + DAY_MS);
  credentials = { certificate, key: keyPem, ca: authority.caPem };
});
afterAll(() => rm(keys, { recursive: true }));

/** The real MQTT endpoint with a sink that the test can hold back, as a database that is away does. */
class Platform {
  readonly messages: InboundMessage[] = [];
  readonly links: string[] = [];
  readonly broker: Broker;
  #held: (() => void)[] | undefined;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(port = 0) {
    this.broker = createEmbeddedBroker({
      host: '127.0.0.1',
      port,
      identity: {
        check: () => ({ accepted: true, gateway: GATEWAY, notAfter: Date.now() + DAY_MS }),
        met: () => undefined,
        tlsMaterial: async (now) => {
          const { certificatePem, keyPem } = await authority.brokerCertificate(now);
          return { certificate: certificatePem, key: keyPem, clientAuthorities: [authority.caPem] };
        },
      },
      ingest: {
        accept: async (message) => {
          this.messages.push(message);
          if (this.#held) await new Promise<void>((release) => this.#held?.push(release));
        },
      },
      links: {
        connected: () => this.links.push('connected'),
        disconnected: () => this.links.push('disconnected'),
        heard: () => undefined,
        held: () => undefined,
        rateLimited: () => undefined,
        refused: ({ detail }) => this.links.push(`refused: ${detail}`),
      },
      clock: systemClock,
      log: createLogger('silent'),
    });
  }

  async start(): Promise<this> {
    this.#running = this.broker.run(this.#stop.signal);
    await this.broker.ready();
    return this;
  }

  hold(): void {
    this.#held = [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const release of held) release();
  }

  async stop(): Promise<void> {
    this.release();
    this.#stop.abort();
    await this.#running;
  }

  /** Messages of a topic ending, in order of arrival. */
  on(ending: string): InboundMessage[] {
    return this.messages.filter(({ topic }) => topic.endsWith(ending));
  }

  /** Device times of the measurements of a drive, in order of arrival, each once. */
  times(): number[] {
    return [
      ...new Set(
        this.on('m/drive').map(({ payload }) =>
          Date.parse((JSON.parse(payload.toString()) as { time: string }).time),
        ),
      ),
    ];
  }
}

let platform: Platform;
let gateway: SimulatedGateway;
let fleet: Fleet;
let drive: SimulatedDrive;
/** The simulator's own time, turned by the test: one second per `second()`. */
let now: number;
const ports: { value: number } = { value: 0 };

function second(count = 1): void {
  for (let n = 0; n < count; n++) {
    now += SECOND_MS;
    fleet.tick(now);
  }
}

beforeEach(async () => {
  platform = await new Platform().start();
  ports.value = platform.broker.port;
  now = Math.floor(Date.now() / SECOND_MS) * SECOND_MS;
  drive = new SimulatedDrive(
    {
      id: 'p-101',
      entity: 'device/p-101//',
      name: 'Feed pump',
      family: 'vlt-fc-202',
      model: 'VLT AQUA Drive FC 202',
      firmware: '3.30',
      serial: '0001',
      plate: namePlate({ powerKw: 7.5 }),
      load: 'pump',
    },
    1,
    now,
  );
  gateway = new SimulatedGateway(
    { id: GATEWAY, name: 'Gateway 1', model: undefined, drives: [drive], credentials },
    {
      link: {
        host: '127.0.0.1',
        port: ports.value,
        capacity: 10_000,
        inFlight: 20,
        reconnect: { firstMs: 20, longestMs: 50 },
        jitter: () => 0,
      },
      now: () => now,
      log: () => undefined,
    },
  );
  fleet = new Fleet({ gateways: [gateway], seed: 1, now, mishaps: false, intervalMs: () => SECOND_MS });
});

afterEach(async () => {
  await gateway.close(500);
  await platform.stop();
});

async function connected(): Promise<void> {
  gateway.open();
  await until(() => gateway.online && gateway.backlog === 0 && platform.on('twin/drive').length > 0);
}

describe('a simulated gateway', () => {
  it('says who it and its drives are, and everything it says can be decoded', async () => {
    await connected();
    second(3);
    await until(() => platform.on('m/drive').length === 3);
    const kinds = platform.messages.map(({ topic, payload }) => {
      const decoded = decode(topic, payload);
      expect(decoded.type, `${topic} ${payload.toString()}`).not.toMatch(/reject|ignore/);
      return decoded.type === 'state' ? decoded.channel : decoded.type;
    });
    expect(new Set(kinds)).toEqual(
      new Set(['register', 'event', 'twin', 'meta', 'health', 'capability', 'sample']),
    );
    expect(platform.links).toEqual(['connected']);
  });

  it('keeps what it measured while it is cut off and sends it with its own times, once and in order', async () => {
    await connected();
    second(2);
    await until(() => platform.on('m/drive').length === 2 && gateway.backlog === 0);
    gateway.cut();
    await until(() => platform.links.includes('disconnected'));
    expect(platform.on('status/health').at(-1)?.payload.toString()).toContain('"status":"down"');
    const cutAt = now;
    second(600);
    expect(gateway.backlog).toBeGreaterThanOrEqual(600);
    expect(platform.on('m/drive').length).toBe(2);
    gateway.open();
    await until(() => gateway.backlog === 0);
    const kept = platform.times().filter((time) => time > cutAt);
    expect(kept).toHaveLength(600);
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
    expect(platform.on('m/drive')).toHaveLength(602);
  });

  it('forgets nothing that was not acknowledged: what was in flight is sent again', async () => {
    await connected();
    platform.hold();
    platform.messages.length = 0;
    second(50);
    // Twenty are on their way, the rest waits: the window is kept.
    await until(() => platform.messages.length === 20);
    expect(gateway.backlog).toBeGreaterThanOrEqual(50);
    gateway.cut();
    platform.messages.length = 0;
    platform.release();
    gateway.open();
    await until(() => gateway.backlog === 0);
    expect(platform.times()).toHaveLength(50);
  });

  it('comes back by itself when the broker was away', async () => {
    await connected();
    await platform.stop();
    await until(() => !gateway.online);
    second(5);
    platform = await new Platform(ports.value).start();
    await until(() => gateway.online && gateway.backlog === 0);
    expect(platform.times()).toHaveLength(5);
    expect(platform.on('twin/drive')).toHaveLength(1);
  });

  it('dates everything by its own clock, right or wrong', async () => {
    await connected();
    gateway.setClockOffset(-90_000);
    second();
    await until(() => platform.on('m/drive').length === 1);
    expect(platform.times()).toEqual([now - 90_000]);
  });

  it('raises an alarm while connected and says it again after a reconnect, this time as retained', async () => {
    await connected();
    drive.trip('earth-fault');
    second();
    await until(() => platform.on('a/ot_drive_fault').length === 1);
    gateway.cut();
    await until(() => platform.links.includes('disconnected'));
    gateway.open();
    await until(() => platform.on('a/ot_drive_fault').length === 2);
    drive.reset();
    second();
    await until(() => platform.on('a/ot_drive_fault').length === 3);
    const [raised, again, cleared] = platform.on('a/ot_drive_fault');
    expect([raised?.retain, again?.retain]).toEqual([false, true]);
    expect(again?.payload).toEqual(raised?.payload);
    expect(cleared?.payload).toHaveLength(0);
  });

  it('says goodbye when it stops', async () => {
    await connected();
    await gateway.close(2_000);
    const last = platform.on('tedge-agent/status/health').at(-1)?.payload.toString();
    expect(last).toContain('"status":"down"');
    expect(last).toContain('"time"');
    await until(() => platform.links.includes('disconnected'));
  });
});
