import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CANARY } from '../../src/lib/domain/alarms/canary';
import type { ConditionReport } from '../../src/lib/domain/alarms/condition';
import { Bus } from '../../src/lib/server/bus';
import { Canary } from '../../src/lib/server/canary/service';
import type { Clock } from '../../src/lib/server/clock';
import { systemClock } from '../../src/lib/server/clock';
import { Detection } from '../../src/lib/server/detection/service';
import { createEmbeddedBroker } from '../../src/lib/server/ingest/brokers/embedded/embedded-broker';
import { canaryCredentials } from '../../src/lib/server/ingest/identity/canary-credentials';
import { Enrolment } from '../../src/lib/server/ingest/identity/enrolment';
import { GatewayIdentity } from '../../src/lib/server/ingest/identity/gateway-identity';
import { createLogger } from '../../src/lib/server/log';
import { createMetrics } from '../../src/lib/server/metrics';
import { testDatabase, type TestDatabase } from '../support/database';
import { ingestSystem, type RunningIngest } from '../support/ingest-system';
import { connectGateway } from '../support/mqtt-gateway';
import { LinkRecorder } from '../support/mqtt-broker';
import { testAuthority, type TestAuthority } from '../support/mqtt-authority';
import { until } from '../support/until';

const log = createLogger('silent');

let test: TestDatabase;
let ca: TestAuthority;
let ingest: RunningIngest;
let identity: GatewayIdentity;
let broker: ReturnType<typeof createEmbeddedBroker>;
let links: LinkRecorder;
let canary: Canary;
let bus: Bus;
let aheadMs: number;
const metrics = createMetrics();
const reports: ConditionReport[] = [];
let endings: (() => Promise<unknown>)[];

/** Our own time, which a test may push on. */
const clock: Clock = {
  now: () => Date.now() + aheadMs,
  sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 20), signal),
};

const run = (service: { run(signal: AbortSignal): Promise<void> }) => {
  const stop = new AbortController();
  const running = service.run(stop.signal);
  const end = async () => {
    stop.abort();
    await running;
  };
  endings.unshift(end);
  return end;
};

const detection = () =>
  new Detection({
    database: test.db,
    bus,
    clock: systemClock,
    log,
    plant: ingest.registry,
    alarms: { take: async () => undefined },
    incidents: { correlate: async () => undefined },
    canary: (tx, body) => canary.arrived(tx, body),
    clockOf: () => undefined,
  });

beforeEach(async () => {
  aheadMs = 0;
  endings = [];
  reports.length = 0;
  metrics.registry.resetMetrics();
  test = await testDatabase();
  ca = await testAuthority();
  bus = new Bus();
  ingest = await ingestSystem(test.db, { bus });
  identity = new GatewayIdentity({ authority: ca.authority, db: test.db, bus, clock: systemClock, log });
  await identity.refresh();
  links = new LinkRecorder();
  broker = createEmbeddedBroker({
    host: '127.0.0.1',
    port: 0,
    identity,
    ingest: ingest.system.sink,
    links,
    clock: systemClock,
    log,
    limits: { stopWithinMs: 200 },
  });
  run(broker);
  await broker.ready();
  canary = new Canary({
    address: () => ({ host: '127.0.0.1', port: broker.port }),
    credentials: (now, notAfter) => canaryCredentials(ca.authority, identity, now, notAfter),
    report: async (told) => void reports.push(...told),
    bus,
    clock,
    log,
    metrics,
  });
});
afterEach(async () => {
  for (const end of endings) await end();
  await ingest.stop();
  await test.close();
  ca.remove();
});

const count = async (table: string): Promise<number> =>
  (await test.db.client.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n ?? NaN;

const heard = async () =>
  (
    await test.db.client.query<{ body: { number: number; sentAt: number } }>(
      `select body from stream_entry where type = 'canary.heard' order by seq`,
    )
  ).rows.map(({ body }) => body);

describe('the canary', () => {
  it('goes by mutual TLS through broker, journal and detection into the stream, and leaves nothing behind', async () => {
    run(detection());
    run(canary);
    const [first] = await until(async () => {
      const all = await heard();
      return all.length > 0 && all;
    });
    expect(Date.now() - (first?.sentAt ?? 0)).toBeLessThan(5_000);
    expect(canary.health()).toMatchObject({ ok: true });
    expect(links.links).toEqual([`${CANARY} connected`]);
    expect(await count('detection_inbox')).toBe(0);
    expect(await count('gateway_event')).toBe(0);
    expect(await count('security_event')).toBe(0);
    expect(await count('audit_entry')).toBe(0);
    const gateways = await test.db.client.query('select id from gateway where id = $1', [CANARY]);
    expect(gateways.rows).toEqual([]);
    expect(ingest.board.all(Date.now()).map(({ id }) => id)).not.toContain(CANARY);
  });

  it('comes again after ten seconds, and is measured by the screens that answer', async () => {
    run(detection());
    run(canary);
    const [first] = await until(async () => {
      const all = await heard();
      return all.length === 1 && all;
    });
    canary.painted(first?.number ?? 0);
    canary.painted(12_345);
    const measured = await metrics.canarySeconds.get();
    expect(
      measured.values.find(({ metricName }) => metricName === 'zonewatch_canary_seconds_count')?.value,
    ).toBe(1);
    aheadMs = 10_000;
    await until(async () => (await heard()).length === 2);
  });

  it('is missed when detection stops, by its own alarm and by readiness, and ends that when it comes again', async () => {
    const stop = run(detection());
    run(canary);
    await until(async () => (await heard()).length > 0);
    await stop();
    aheadMs = 16_000;
    const dead = await until(() => reports.find(({ condition }) => condition === 'active'));
    expect(dead).toMatchObject({
      definition: 'sys.alarm_path',
      gateway: null,
      text: expect.stringMatching(/^No canary has come through for \d+ s/) as string,
    });
    expect(canary.health()).toMatchObject({ ok: false });
    run(detection());
    await until(() => reports.at(-1)?.condition === 'normal');
    expect(canary.health()).toMatchObject({ ok: true, detail: '' });
  });

  it('says why when it does not even reach the broker', async () => {
    run(detection());
    run(canary);
    await until(async () => (await heard()).length > 0);
    await broker.stop();
    aheadMs = 16_000;
    const why = await until(() => /It does not reach the broker: .+/.exec(canary.health().detail)?.[0]);
    expect(why).toMatch(/ECONNREFUSED|closed|refused/i);
  });
});

describe('its name', () => {
  it('is given to no gateway', async () => {
    const enrolment = new Enrolment(ca.authority);
    const request = { name: CANARY };
    await expect(test.db.transaction((tx) => enrolment.enrol(tx, request, Date.now()))).rejects.toMatchObject(
      { code: 'input.invalid' },
    );
  });

  it('lets nobody in with another certificate than the one we made last, though our authority signed it', async () => {
    const first = await canaryCredentials(ca.authority, identity, Date.now(), Date.now() + 60_000);
    const other = await ca.issue(CANARY);
    await expect(connectGateway(broker.port, other)).rejects.toThrow();
    expect(links.refusals).toMatchObject([{ kind: 'unregistered', subject: CANARY }]);
    const own = { ...other, certificatePem: first.certificate, keyPem: first.key };
    await (await connectGateway(broker.port, own)).endAsync();
  });
});
