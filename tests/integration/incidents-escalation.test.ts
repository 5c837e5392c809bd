import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../src/lib/domain/time';
import { perform } from '../../src/lib/server/access/perform';
import { acknowledgeIncident } from '../../src/lib/server/incidents/commands/acknowledge';
import { moveIncident } from '../../src/lib/server/incidents/commands/judge';
import { claimIncident } from '../../src/lib/server/incidents/commands/claim';
import { Webhooks } from '../../src/lib/server/incidents/webhooks/service';
import type { WebhookSettings } from '../../src/lib/server/incidents/webhooks/target';
import { createLogger } from '../../src/lib/server/log';
import { selectDeliveries } from '../../src/lib/server/storage/webhook-delivery-store';
import { incidentId } from '../../src/lib/domain/ids';
import { accessBench, type AccessBench } from '../support/access';
import { incidentBench, running } from '../support/incident-bench';
import { anAlarm } from '../support/incident-signals';
import { until } from '../support/until';
import { webhookReceiver, type Receiver } from '../support/webhook-receiver';

let bench: AccessBench;
let incidents: ReturnType<typeof incidentBench>;
let receiver: Receiver;
let stop: (() => Promise<void>)[] = [];

beforeEach(async () => {
  bench = await accessBench();
  incidents = incidentBench({ db: bench.test.db, bus: bench.bus, clock: bench.clock });
  receiver = await webhookReceiver();
  stop = [];
});
afterEach(async () => {
  await Promise.all(stop.map((end) => end()));
  await receiver.close();
  await bench.test.close();
});

const webhooks = (settings: WebhookSettings = receiver.settings(), plant: string[] = []) =>
  new Webhooks({
    database: bench.test.db,
    bus: bench.bus,
    clock: bench.clock,
    log: createLogger('silent'),
    settings,
    plantName: () => 'Small plant',
    isSimulated: false,
    plantAddresses: () => new Set(plant),
  });
const start = (service: { run(signal: AbortSignal): Promise<void> }) => {
  const end = running(service);
  stop.push(end);
  return end;
};
/** Webhooks that have written down who is told. */
async function startWebhooks(settings?: WebhookSettings, plant?: string[]): Promise<() => Promise<void>> {
  const end = start(webhooks(settings, plant));
  await until(async () => (await bench.test.db.client.query('select 1 from webhook_target')).rows.length > 0);
  return end;
}

/** Lets time pass until it is so: services sleep by the same clock. */
const passing = (condition: () => Promise<boolean> | boolean, stepMs = 1_000) =>
  until(async () => {
    if (await condition()) return true;
    await bench.clock.advance(stepMs);
    return false;
  });
const kinds = async () => (await incidents.entries(1)).map(({ what }) => what.kind);
const deliveries = () => bench.test.db.read((tx) => selectDeliveries(tx, incidentId.parse(1)));
/** A severity 3 incident: responders after 10 minutes, owner and manager after 30. */
const open = () => incidents.take(anAlarm('cert.expired', { at: bench.clock.now() }));
async function acknowledge(name = 'olga'): Promise<void> {
  const entered = await bench.enter(name);
  const { actor } = await entered.now();
  await perform(bench.host, actor, acknowledgeIncident, { id: 1 }, entered.meta);
}

describe('an incident that nobody acknowledges', () => {
  it('goes to responders, then to the owner of the process and the manager, and no further', async () => {
    await startWebhooks();
    start(incidents.incidents);
    await open();
    const openedAt = (await incidents.view(1)).openedAt;
    await passing(async () => (await kinds()).includes('escalated'), 30_000);
    const [first] = (await incidents.entries(1)).filter(({ what }) => what.kind === 'escalated');
    expect(first?.what).toMatchObject({ step: 1, to: 'Responder', text: 'Not acknowledged for 10 minutes' });
    expect(first!.at - openedAt).toBeGreaterThanOrEqual(10 * MINUTE_MS);
    expect(first!.at - openedAt).toBeLessThan(11 * MINUTE_MS);
    await passing(async () => (await incidents.view(1)).escalationStep === 2, MINUTE_MS);
    await until(() => receiver.received.length === 3);
    await bench.clock.advance(24 * 60 * MINUTE_MS);
    expect(receiver.received.map(({ body }) => [body.event, body.step])).toEqual([
      ['incident.opened', 0],
      ['incident.escalated', 1],
      ['incident.escalated', 2],
    ]);
    const last = (await incidents.entries(1)).findLast(({ what }) => what.kind === 'escalated');
    expect(last?.what).toMatchObject({ to: 'Process owner and manager' });
    const delivered = async () =>
      (await incidents.entries(1)).filter(({ what }) => what.kind === 'delivered').length;
    await until(async () => (await delivered()) === 3);
    expect(await incidents.refolded(1)).toEqual(await incidents.view(1));
  }, 30_000);

  it('is told with a signature over time and body, and no word of the address in any log', async () => {
    await startWebhooks();
    await open();
    const [message] = await until(() => receiver.received.length > 0 && receiver.received);
    const { headers, text, body } = message!;
    const stamp = String(headers['x-zonewatch-timestamp']);
    const expected = createHmac('sha256', 'test-secret').update(`${stamp}.${text}`).digest('hex');
    expect(headers['x-zonewatch-signature']).toBe(`sha256=${expected}`);
    expect(Number(stamp)).toBe(Math.floor(bench.clock.now() / 1_000));
    expect(body).toMatchObject({ version: 1, plant: 'Small plant', simulated: false, incident: { id: 1 } });
    await until(async () => (await kinds()).includes('delivered'));
    expect((await incidents.entries(1)).at(-1)?.what).toEqual({
      kind: 'delivered',
      target: 'pager',
      ok: true,
      text: 'accepted with 204',
    });
    expect(JSON.stringify([await incidents.entries(1), await deliveries()])).not.toContain('s3cret');
  });

  it('goes on where it was after a restart, and tells nobody twice', async () => {
    const first = await startWebhooks();
    const firstTimers = start(incidents.incidents);
    await open();
    await until(() => receiver.received.length === 1);
    await until(async () => (await kinds()).includes('delivered'));
    await bench.clock.advance(9 * MINUTE_MS);
    await Promise.all([first(), firstTimers()]);
    bench.clock.jump(bench.clock.now() + 2 * MINUTE_MS);
    expect(await kinds()).not.toContain('escalated');
    await startWebhooks();
    start(incidents.make());
    await until(() => receiver.received.length === 2);
    await until(async () => (await kinds()).filter((kind) => kind === 'delivered').length === 2);
    expect(receiver.received.map(({ body }) => body.step)).toEqual([0, 1]);
  });

  it('of mere hygiene wakes nobody', async () => {
    await startWebhooks();
    await bench.person('olga', 'operator@plant');
    await bench.test.db.transaction(async (tx) => {
      const { openIncident, record } = await import('../../src/lib/server/incidents/history');
      const { queueDeliveries } = await import('../../src/lib/server/incidents/outbox');
      const what = { kind: 'opened', rule: null, title: 'x', severity: 5, site: null, zone: null } as const;
      const at = bench.clock.now();
      const made = await openIncident(tx, { what }, { at, group: null, lastSignalAt: null });
      await queueDeliveries(tx, await record(tx, made, [], at), at);
    });
    expect((await incidents.view(1)).escalatesAt).toBeNull();
    expect(await deliveries()).toEqual([]);
  });
});

describe('an incident that was acknowledged', () => {
  it('calls people anew when the rules find it to be grave, from the first step on', async () => {
    await bench.person('olga', 'operator@plant');
    await startWebhooks();
    start(incidents.incidents);
    const now = () => ({ at: bench.clock.now() });
    await incidents.take(anAlarm('net.port_scan.xmas', now()));
    await until(() => receiver.received.length === 1);
    await acknowledge();
    await bench.clock.advance(3 * 60 * MINUTE_MS);
    expect(receiver.received).toHaveLength(1);
    const worseAt = bench.clock.now();
    await incidents.take(anAlarm('ot.modbus_write', now()));
    const worse = await incidents.view(1);
    expect(worse).toMatchObject({ severity: 2, acknowledged: null, escalationStep: 0 });
    expect(worse.escalatesAt).toBe(worseAt + 5 * MINUTE_MS);
    await until(() => receiver.received.length === 2);
    await passing(async () => (await incidents.view(1)).escalationStep === 1, 30_000);
    await until(() => receiver.received.length === 3);
    expect(receiver.received.map(({ body }) => [body.event, body.step, body.incident.severity])).toEqual([
      ['incident.opened', 0, 4],
      ['incident.worsened', 0, 2],
      ['incident.escalated', 1, 2],
    ]);
    expect(await kinds()).toContain('acknowledged');
    await acknowledge();
    expect((await incidents.view(1)).acknowledged).toMatchObject({ by: 'olga' });
    expect(await incidents.refolded(1)).toEqual(await incidents.view(1));
  }, 30_000);

  it('calls people anew when it is opened again', async () => {
    await bench.person('rita', 'responder@plant');
    await startWebhooks();
    await open();
    await acknowledge('rita');
    const entered = await bench.enter('rita');
    const { actor } = await entered.now();
    const move = (to: string, verdict: string | null = null) =>
      perform(bench.host, actor, moveIncident, { id: 1, to, reason: 'so', verdict }, entered.meta);
    await move('triage');
    await move('closed', 'unknown');
    await move('triage');
    expect(await incidents.view(1)).toMatchObject({ acknowledged: null, escalationStep: 0 });
    expect((await incidents.view(1)).escalatesAt).toBe(bench.clock.now() + 10 * MINUTE_MS);
    expect((await deliveries()).map(({ body }) => (body as { event: string }).event)).toContain(
      'incident.reopened',
    );
    expect(await incidents.refolded(1)).toEqual(await incidents.view(1));
  });
});

describe('nothing is sent after acknowledgement', () => {
  it('neither what is due later nor what is tried again', async () => {
    await bench.person('olga', 'operator@plant');
    receiver.answers.push((response) => void response.writeHead(500).end());
    await startWebhooks();
    start(incidents.incidents);
    await open();
    await until(
      async () => (await deliveries())[0]?.attempts === 1 && (await deliveries())[0]?.state === 'waiting',
    );
    await acknowledge();
    await passing(async () => (await deliveries())[0]?.state === 'withdrawn');
    await bench.clock.advance(60 * MINUTE_MS);
    expect(receiver.received).toHaveLength(1);
    expect(await kinds()).toEqual(['opened', 'linked', 'acknowledged']);
  });

  it('breaks off what is just being sent', async () => {
    await bench.person('olga', 'operator@plant');
    let hanging: ServerResponse | undefined;
    receiver.answers.push((response) => void (hanging = response));
    await startWebhooks();
    await open();
    const response = await until(() => hanging);
    const cut = new Promise((resolve) => response.on('close', resolve));
    await acknowledge();
    await cut;
    await passing(async () => (await deliveries())[0]?.state === 'withdrawn');
    expect(receiver.received).toHaveLength(1);
  });

  it('however the two race: what was released was released before somebody acknowledged', async () => {
    await bench.person('olga', 'operator@plant');
    const entered = await bench.enter('olga');
    const { actor } = await entered.now();
    await startWebhooks();
    const rounds = 30;
    for (let i = 1; i <= rounds; i += 1) {
      await incidents.take(anAlarm('cert.expired', { gateway: `gw-${i}`, at: bench.clock.now() }));
      bench.clock.jump(bench.clock.now() + 1);
      // Sometimes before the sender wakes, sometimes while it works.
      for (let turns = 0; turns < i % 6; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      await perform(bench.host, actor, acknowledgeIncident, { id: i }, entered.meta);
      bench.clock.jump(bench.clock.now() + 1);
    }
    const open = `select 1 from webhook_delivery where state in ('waiting', 'sending')`;
    await passing(async () => (await bench.test.db.client.query(open)).rows.length === 0);
    const { rows } = await bench.test.db.client.query<{ late: boolean; state: string }>(
      `select d.state, d.released_after >= e.number as late
       from webhook_delivery d
       join incident_entry e on e.incident = d.incident and e.what ->> 'kind' = 'acknowledged'`,
    );
    expect(rows).toHaveLength(rounds);
    expect(rows.filter(({ late }) => late)).toEqual([]);
    const released = rows.filter(({ state }) => state === 'sent').length;
    expect(receiver.received.length).toBeGreaterThanOrEqual(released);
    expect(receiver.received.length).toBeLessThanOrEqual(rounds);
  }, 60_000);
});

describe('a webhook that does not work', () => {
  it('is tried again with growing pauses, and given up in the end', async () => {
    for (let i = 0; i < 9; i += 1) receiver.answers.push((response) => void response.writeHead(503).end());
    await startWebhooks();
    await open();
    await passing(async () => (await deliveries())[0]?.state === 'failed', 30_000);
    const [delivery] = await deliveries();
    expect(delivery).toMatchObject({ attempts: 6, lastStatus: 503, lastError: 'answered 503' });
    expect(receiver.received).toHaveLength(6);
    expect(new Set(receiver.received.map(({ headers }) => headers['x-zonewatch-delivery']))).toHaveLength(1);
    expect((await incidents.entries(1)).at(-1)?.what).toMatchObject({ kind: 'delivered', ok: false });
  }, 60_000);

  it('does not lead us anywhere else', async () => {
    const other = await webhookReceiver();
    stop.push(() => other.close());
    receiver.answers.push((response) => void response.writeHead(307, { location: other.url.href }).end());
    await startWebhooks();
    await open();
    await until(async () => (await deliveries())[0]?.lastStatus === 307);
    expect((await deliveries())[0]?.lastError).toBe('redirects (307) are not followed');
    expect(other.received).toEqual([]);
  });

  it('cannot bury us in its answer', async () => {
    receiver.answers.push((response) => {
      response.writeHead(200);
      const more = () => response.write('x'.repeat(65_536), () => !response.destroyed && more());
      more();
    });
    await startWebhooks();
    await open();
    await until(async () => (await deliveries())[0]?.state === 'sent');
    expect((await deliveries())[0]?.lastStatus).toBe(200);
  });
});

describe('where nothing is ever sent', () => {
  it.each([
    ['to hosts that are not listed', { hosts: new Set<string>() }, [], 'its host is not listed'],
    [
      'to this machine',
      { allowsOwnMachine: false },
      [],
      'its address is refused: it is on this machine, on its own link or no single machine',
    ],
    [
      'to equipment of the plant',
      {},
      ['127.0.0.1'],
      'its address is refused: it belongs to equipment of the plant',
    ],
  ])('%s', async (_, given, plant, reason) => {
    await startWebhooks(receiver.settings(given), plant);
    await open();
    await until(async () => (await deliveries())[0]?.lastError === reason);
    expect(receiver.received).toEqual([]);
  });
});

describe('a claim', () => {
  it('ends when its holder does nothing for ten minutes', async () => {
    await bench.person('olga', 'operator@plant');
    start(incidents.incidents);
    await open();
    const entered = await bench.enter('olga');
    const { actor } = await entered.now();
    await perform(bench.host, actor, claimIncident, { id: 1 }, entered.meta);
    expect((await incidents.view(1)).claim?.by).toBe('olga');
    await passing(async () => (await incidents.view(1)).claim === null, 30_000);
    const released = (await incidents.entries(1)).find(({ what }) => what.kind === 'released');
    expect(released?.what).toEqual({ kind: 'released', expired: true });
  });
});
