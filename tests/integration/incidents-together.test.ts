import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IncidentView } from '../../src/lib/protocol/incidents';
import { DomainError } from '../../src/lib/domain/errors';
import { perform } from '../../src/lib/server/access/perform';
import { Alarms } from '../../src/lib/server/alarms/service';
import { ALARM_DEFINITIONS } from '../../src/lib/domain/alarms/definitions';
import { alarmSignals } from '../../src/lib/server/incidents/alarm-signals';
import { acknowledgeIncident } from '../../src/lib/server/incidents/commands/acknowledge';
import { commentIncident, linkToIncident } from '../../src/lib/server/incidents/commands/note';
import { Incidents } from '../../src/lib/server/incidents/service';
import { acknowledgeAlarm } from '../../src/lib/server/alarms/acknowledge';
import { createLogger } from '../../src/lib/server/log';
import { ALARM_PLANT, alarmBench, type AlarmBench } from '../support/alarm-bench';
import { accessBench, type AccessBench, type Entered } from '../support/access';
import { incidentBench, running } from '../support/incident-bench';

let access: AccessBench;
let bench: AlarmBench;
let olga: Entered;
beforeAll(async () => {
  access = await accessBench(ALARM_PLANT);
  bench = await alarmBench({ access });
  await access.person('olga', 'responder@plant');
  olga = await access.enter('olga');
});
afterAll(() => access.test.close());

it('what alarms, rules and people do at the same time ends, and every history is whole', async () => {
  const { db } = access.test;
  const log = createLogger('silent');
  const parts = { database: db, bus: access.bus, clock: access.clock, log, plant: () => ALARM_PLANT };
  const alarms: Alarms = new Alarms({
    ...parts,
    definitions: ALARM_DEFINITIONS,
    raised: (tx, raised) => incidents.correlate(tx, raised.flatMap(alarmSignals)),
  });
  const incidents: Incidents = new Incidents({
    ...parts,
    linkAlarms: (tx, ids, incident) => alarms.linkIncident(tx, ids, incident),
  });
  const stop = running(incidents);
  const view = incidentBench({ db, bus: access.bus, clock: access.clock });
  const { actor } = await olga.now();
  const faults: unknown[] = [];
  const tried = (act: Promise<unknown>) =>
    act.catch((error: unknown) => {
      // To be too late is no fault here; to wait in a circle is.
      if (!(error instanceof DomainError) || error.code !== 'conflict') faults.push(error);
    });
  const say = (key: string) =>
    db.transaction((tx) =>
      alarms.take(tx, [
        bench.report('gw.firewall_disabled', 'gw-a', 'active', { key }),
        bench.report('ot.drive_fault', 'p1', 'active', { key }),
      ]),
    );
  const people = async (round: number) => {
    const all: IncidentView[] = await view.all();
    const { rows } = await db.client.query<{ id: number }>(
      'select id from alarm_occurrence order by id desc limit 3',
    );
    const links = rows.map(({ id }) => ({ kind: 'alarm', id }));
    await Promise.all([
      ...all.flatMap(({ id }) => [
        tried(perform(access.host, actor, acknowledgeIncident, { id }, olga.meta)),
        tried(perform(access.host, actor, commentIncident, { id, text: `round ${round}` }, olga.meta)),
        tried(perform(access.host, actor, linkToIncident, { id, links, reason: 'x' }, olga.meta)),
      ]),
      ...rows.map(({ id }) => tried(perform(access.host, actor, acknowledgeAlarm, { id }, olga.meta))),
    ]);
  };
  for (let round = 0; round < 12; round += 1) {
    await Promise.all([
      ...[1, 2, 3].map((n) => tried(say(`${round}-${n}`))),
      people(round),
      tried(db.transaction((tx) => incidents.correlate(tx, []))),
    ]);
  }
  await stop();
  expect(faults).toEqual([]);
  const all = await view.all();
  expect(all.length).toBeGreaterThan(0);
  for (const incident of all) expect(await view.refolded(incident.id)).toEqual(incident);
}, 120_000);
