import { afterEach, beforeEach, expect, it } from 'vitest';
import { ALARM_DEFINITIONS } from '../../src/lib/domain/alarms/definitions';
import { Alarms } from '../../src/lib/server/alarms/service';
import { Bus } from '../../src/lib/server/bus';
import { alarmSignals } from '../../src/lib/server/incidents/alarm-signals';
import { Incidents } from '../../src/lib/server/incidents/service';
import { createLogger } from '../../src/lib/server/log';
import { ATTACKS, attackSteps, type Attack } from '../../src/simulator/attacks/attacks';
import type { Said } from '../../src/simulator/attacks/forwarded';
import { testDatabase, type TestDatabase } from '../support/database';
import { detectionBench, type DetectionBench } from '../support/detection-bench';
import { FakeClock } from '../support/fake-clock';
import { GW_042 } from '../support/ingest-builders';

let test: TestDatabase;
let clock: FakeClock;
let bench: DetectionBench;

beforeEach(async () => {
  test = await testDatabase();
  clock = new FakeClock();
  const bus = new Bus();
  const parts = {
    database: test.db,
    bus,
    clock,
    log: createLogger('silent'),
    plant: () => bench.registry.current(),
  };
  const alarms = new Alarms({
    ...parts,
    definitions: ALARM_DEFINITIONS,
    raised: (tx, raised) => incidents.correlate(tx, raised.flatMap(alarmSignals)),
  });
  const incidents: Incidents = new Incidents({
    ...parts,
    linkAlarms: (tx, ids, incident) => alarms.linkIncident(tx, ids, incident),
  });
  bench = await detectionBench(test.db, { bus, clock, sinks: { alarms, incidents } });
});
afterEach(async () => {
  await bench.stop();
  await test.close();
});

/** As the simulator's gateway publishes it. */
function publish(said: Said): Promise<void> {
  const time = new Date(clock.now()).toISOString();
  if (said.kind === 'record') {
    const { program, line, json } = said;
    return bench.send('te/device/main///e/log_record', { text: line, time, program, line, json });
  }
  const { type, entity = 'device/main//', severity, text, facts, isOver } = said;
  return isOver
    ? bench.send(`te/${entity}/a/${type}`, '', { retain: true })
    : bench.send(`te/${entity}/a/${type}`, { text, severity, time, ...facts });
}

async function attack(name: Attack) {
  let at = 0;
  for (const step of attackSteps(name, { gateway: GW_042, random: () => 0.5 })) {
    await clock.advance(step.afterMs - at);
    at = step.afterMs;
    await publish(step.say(clock.now()));
    await bench.detection.settle();
  }
  const query = async (text: string) =>
    (await test.db.client.query<{ line: string }>(text)).rows.map(({ line }) => line);
  return {
    events: await query(
      `select type || ' ' || severity || ' ' || response as line from security_event order by 1`,
    ),
    alarms: await query(`select definition || ' ' || priority as line from alarm_occurrence order by 1`),
    incidents: await query(`select status ->> 'title' as line from incident order by id`),
    linked: await query(
      `select distinct type as line from security_event where incident is not null order by 1`,
    ),
  };
}

/** What each attack of the simulator comes to, from its log lines to its incident. */
const OUTCOMES: Readonly<
  Record<Attack, { events: string[]; alarms: string[]; incident: string | undefined }>
> = {
  // From outside: to be looked at, and nobody is called.
  'port-scan': {
    events: ['fin', 'null', 'syn_fin', 'xmas'].map((flags) => `net.port_scan.${flags} medium review`),
    alarms: [],
    incident: undefined,
  },
  'syn-flood': {
    events: ['net.syn_flood high act'],
    alarms: ['net.syn_flood 3'],
    incident: 'Flood of traffic at gw-042',
  },
  'ssh-bruteforce': {
    events: ['auth.ssh_bruteforce high act', 'auth.ssh_failed low none'],
    alarms: ['auth.ssh_bruteforce 3'],
    incident: 'Attempts to log in on gw-042',
  },
  'firmware-tamper': {
    events: ['update.signature_invalid critical act', 'update.started info none'],
    alarms: ['update.signature_invalid 2'],
    incident: 'Firmware of gw-042 is not to be trusted',
  },
  'rogue-device': {
    events: ['net.new_device medium act'],
    alarms: ['net.new_device 3'],
    incident: 'Foreign device in no known zone',
  },
  'expired-cert': {
    events: ['cert.expired critical act'],
    alarms: ['cert.expired 2'],
    incident: 'Certificate of gw-042 has expired',
  },
  'unauthorised-write': {
    events: ['ot.modbus_write critical act'],
    alarms: ['ot.modbus_write 1'],
    incident: 'Unauthorised control of drives behind gw-042',
  },
  // The same scan as above: followed by a login it is for a person now.
  'compromised-account': {
    events: ['auth.account_change high act', 'auth.ssh_failed low none', 'auth.ssh_success info none'],
    alarms: ['auth.account_change 3'],
    incident: 'Somebody may have got in at gw-042',
  },
  intrusion: {
    events: [
      'auth.ssh_bruteforce high act',
      'auth.ssh_failed low none',
      'auth.ssh_success critical act',
      ...['fin', 'null', 'syn_fin', 'xmas'].map((flags) => `net.port_scan.${flags} medium review`),
      'ot.modbus_write critical act',
    ],
    alarms: ['auth.ssh_bruteforce 3', 'auth.ssh_success 1', 'ot.modbus_write 1'],
    incident: 'Unauthorised control of drives behind gw-042',
  },
};

it.each(ATTACKS)('the log of a gateway during %s becomes events, alarms and one incident', async (name) => {
  const { incident, ...rest } = OUTCOMES[name];
  const outcome = await attack(name);
  expect(outcome).toMatchObject(rest);
  expect(outcome.incidents).toEqual(incident === undefined ? [] : [incident]);
  // Everything that was seen of it leads to the incident.
  const types = outcome.events.map((line) => line.split(' ')[0]);
  expect(outcome.linked).toEqual(incident === undefined ? [] : types);
});
