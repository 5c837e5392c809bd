import { afterEach, beforeEach, expect, it } from 'vitest';
import { ALARM_DEFINITIONS } from '../../src/lib/domain/alarms/definitions';
import { DomainError } from '../../src/lib/domain/errors';
import type { SecurityEventId } from '../../src/lib/domain/ids';
import type { Command, CommandHost } from '../../src/lib/server/access/command';
import { perform } from '../../src/lib/server/access/perform';
import { acknowledgeAlarm } from '../../src/lib/server/alarms/acknowledge';
import { acknowledgeAlarms } from '../../src/lib/server/alarms/many-alarms';
import { Alarms } from '../../src/lib/server/alarms/service';
import { Canary } from '../../src/lib/server/canary/service';
import { reviewEvent } from '../../src/lib/server/detection/review';
import { alarmSignals } from '../../src/lib/server/incidents/alarm-signals';
import { mergeIncident } from '../../src/lib/server/incidents/commands/merge';
import { linkToIncident } from '../../src/lib/server/incidents/commands/note';
import { Incidents } from '../../src/lib/server/incidents/service';
import { createLogger } from '../../src/lib/server/log';
import { createMetrics } from '../../src/lib/server/metrics';
import { accessBench, type AccessBench, type Entered } from '../support/access';
import { ALARM_PLANT } from '../support/alarm-bench';
import { detectionBench, type DetectionBench } from '../support/detection-bench';
import { incidentBench, running } from '../support/incident-bench';
import { anEvent } from '../support/incident-signals';
import { until } from '../support/until';

/*
 * Who locks more than one thing does so in this order: events, the one reporter of alarms, alarms, the one correlator,
 * incidents, numbers of zones, the stream's head, the audit log's. Each test here stood still in another order.
 */

let access: AccessBench;
let detection: DetectionBench;
let alarms: Alarms;
let incidents: Incidents;
let host: CommandHost;
let olga: Entered;
let stop: () => Promise<void>;
let gate: ReturnType<typeof incidentBench>;

beforeEach(async () => {
  access = await accessBench(ALARM_PLANT);
  const { test, bus, clock } = access;
  await access.person('olga', 'responder@plant');
  olga = await access.enter('olga');
  const log = createLogger('silent');
  const plant = () => ({
    ...ALARM_PLANT,
    gateways: [...ALARM_PLANT.gateways, ...detection.registry.current().gateways],
  });
  const parts = { database: test.db, bus, clock, log, plant };
  alarms = new Alarms({
    ...parts,
    definitions: ALARM_DEFINITIONS,
    raised: (tx, raised) => incidents.correlate(tx, raised.flatMap(alarmSignals)),
  });
  incidents = new Incidents({
    ...parts,
    linkAlarms: (tx, ids, incident) => alarms.linkIncident(tx, ids, incident),
  });
  detection = await detectionBench(test.db, { bus, clock, sinks: { alarms, incidents } });
  host = { ...access.host, plant };
  gate = incidentBench({ db: test.db, bus, clock });
  stop = running(incidents);
});
afterEach(async () => {
  await stop();
  await detection.stop();
  await access.test.close();
});
const does = async <In, Out>(command: Command<In, Out, undefined>, input: object): Promise<Out> =>
  perform(host, (await olga.now()).actor, command, input, olga.meta);

const firewallOff = (key: string, gateway = 'gw-a') => ({
  definition: 'gw.firewall_disabled',
  gateway: ALARM_PLANT.gateways.find(({ id }) => id === gateway)?.id ?? null,
  drive: null,
  key,
  condition: 'active' as const,
  text: 'off',
  time: {
    receivedAt: access.clock.now(),
    sourceTime: undefined,
    clockOffsetMs: undefined,
    clockUncertaintyMs: undefined,
  },
});

const ids = async (table: string): Promise<number[]> => {
  const { rows } = await access.test.db.client.query<{ id: number }>(`select id from ${table} order by id`);
  return rows.map(({ id }) => id);
};

/** Ends of transactions that the database itself had to bring about because they waited in a circle. */
async function deadlocks(): Promise<number> {
  const { rows } = await access.test.db.client.query<{ n: number }>(
    'select deadlocks as n from pg_stat_database where datname = current_database()',
  );
  return rows[0]?.n ?? 0;
}

it('an alarm that opens an incident waits for no event that was there before, and the event says so later', async () => {
  const { db } = access.test;
  await detection.send('te/device/main///e/net_firewall_drop', { text: 'dropped', src: '198.51.100.7' });
  await detection.detection.settle();
  const [event] = (await ids('security_event')) as SecurityEventId[];
  const dropped = anEvent('net.firewall_drop', 'none', { gateway: 'gw-a', at: access.clock.now() });
  await db.transaction((tx) => incidents.correlate(tx, [Object.assign(dropped, { id: event })]));

  await db.transaction(async (tx) => {
    await tx.client.query('select from security_event where id = $1 for update', [event]);
    await db.transaction((other) => alarms.take(other, [firewallOff('one')]));
    expect(await ids('incident')).toHaveLength(1);
  });
  const [incident] = await ids('incident');
  await until(async () => {
    const { rows } = await db.client.query('select incident from security_event where id = $1', [event]);
    return rows[0]?.incident === incident;
  });
});

it('what was linked when the program ended is noted in the alarm with the next start', async () => {
  const { db } = access.test;
  await db.transaction((tx) => alarms.take(tx, [firewallOff('a', 'gw-a')]));
  const [incident] = await ids('incident');
  await stop();
  const lost = { ...firewallOff('b', 'gw-b'), definition: 'ot.drive_warning' };
  await db.transaction((tx) => alarms.take(tx, [lost]));
  const [, alarm] = await ids('alarm_occurrence');
  await db.client.query(`insert into incident_link (incident, kind, ref) values ($1, 'alarm', $2)`, [
    incident,
    String(alarm),
  ]);
  stop = running(incidents);
  await until(async () => {
    const { rows } = await db.client.query('select incident from alarm_occurrence where id = $1', [alarm]);
    return rows[0]?.incident === incident;
  });
  expect(await ids('incident')).toEqual([incident]);
});

it('whoever merges two incidents waits until the rules are done with both', async () => {
  const { db } = access.test;
  await db.transaction((tx) => alarms.take(tx, [firewallOff('a', 'gw-a'), firewallOff('b', 'gw-b')]));
  const [first, second] = await ids('incident');
  let merging: Promise<unknown> | undefined;
  await db.transaction(async (tx) => {
    const again = (key: string, gateway: string) => alarms.take(tx, [firewallOff(key, gateway)]);
    await again('b2', 'gw-b');
    merging = does(mergeIncident, { id: first, into: second, reason: 'one attack' });
    merging.catch(() => undefined);
    await until(async () => {
      const { rows } = await db.client.query('select from pg_locks where not granted');
      return rows.length > 0;
    });
    await again('a2', 'gw-a');
  });
  await expect(merging).resolves.toMatchObject({ id: first, phase: 'merged' });
});

it('the canary keeps nobody from acknowledging an alarm of the same batch’s zone', async () => {
  const { db } = access.test;
  await db.transaction((tx) => alarms.take(tx, [firewallOff('one')]));
  const [alarm] = await ids('alarm_occurrence');
  const canary = new Canary({
    address: () => undefined,
    credentials: () => Promise.reject(new Error('not asked for')),
    report: async () => undefined,
    bus: access.bus,
    clock: access.clock,
    log: createLogger('silent'),
    metrics: createMetrics(),
  });
  await db.transaction(async (tx) => {
    await alarms.take(tx, [firewallOff('two')]);
    canary.arrived(tx, { number: 1, sentAt: access.clock.now() });
    await expect(does(acknowledgeAlarm, { id: alarm, note: '' })).resolves.toBeDefined();
  });
});

it('detection, rules and people at the same events, alarms and incidents never wait in a circle', async () => {
  const { db } = access.test;
  const before = await deadlocks();
  const faults: unknown[] = [];
  let done = 0;
  const tried = (act: Promise<unknown>) =>
    act.then(
      () => void (done += 1),
      (error: unknown) => {
        if (!(error instanceof DomainError) || error.code !== 'conflict') faults.push(error);
      },
    );
  const device = 'te/device/main//';
  for (let round = 0; round < 12; round += 1) {
    const open = (await gate.all()).filter(({ phase }) => phase !== 'merged').map(({ id }) => id);
    const events = (await ids('security_event')).slice(-6);
    const occurrences = (await ids('alarm_occurrence')).slice(-6);
    const links = [
      ...occurrences.map((id) => ({ kind: 'alarm', id })),
      ...events.map((id) => ({ kind: 'event', id })),
    ];
    const backwards = [...links].reverse();
    await Promise.all([
      ...[0, 1, 2].map((n) =>
        detection.send(`${device}/e/net_firewall_drop`, { text: 'dropped', src: `198.51.100.${n}` }),
      ),
      ...['ssh', 'web'].map((unit) =>
        detection.line('systemd', `${unit}.service: Main process exited, code=killed, status=9/KILL`),
      ),
      detection.line('sshd', `Accepted password for root from 198.51.100.${round} port 51182 ssh2`),
    ]);
    await Promise.all([
      tried(detection.detection.settle()),
      ...[0, 1].map((n) =>
        tried(
          db.transaction((tx) =>
            alarms.take(tx, [
              {
                ...firewallOff(`${round}-${n}`),
                gateway: detection.registry.current().gateways[0]?.id ?? null,
              },
              firewallOff(`${round}-${n}`),
            ]),
          ),
        ),
      ),
      ...open.slice(0, 3).flatMap((id) => [
        tried(
          does(linkToIncident, {
            id,
            links: links.length > 0 ? links : [{ kind: 'gateway', id: 'gw-a' }],
            reason: 'x',
          }),
        ),
        tried(
          does(linkToIncident, {
            id,
            links: backwards.length > 0 ? backwards : [{ kind: 'gateway', id: 'gw-b' }],
            reason: 'y',
          }),
        ),
      ]),
      ...(occurrences.length > 0
        ? [
            tried(does(acknowledgeAlarms, { ids: occurrences, note: '' })),
            tried(does(acknowledgeAlarms, { ids: [...occurrences].reverse(), note: '' })),
          ]
        : []),
      ...events.slice(0, 2).map((id) => tried(does(reviewEvent, { id, note: '' }))),
      ...(round % 3 === 2 && open.length > 1
        ? [
            tried(does(mergeIncident, { id: open[0], into: open[1], reason: 'the same' })),
            tried(does(mergeIncident, { id: open[1], into: open[0], reason: 'the same' })),
          ]
        : []),
    ]);
  }
  expect(faults).toEqual([]);
  expect(done).toBeGreaterThan(50);
  await until(async () => {
    const { rows } = await db.client.query(
      `select from security_event s join incident_link l on l.kind = 'event' and l.ref::bigint = s.id
       where s.incident is null`,
    );
    return rows.length === 0;
  });
  expect(await deadlocks()).toBe(before);
}, 60_000);
