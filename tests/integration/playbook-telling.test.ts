import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentId, personId, siteId, zoneId } from '../../src/lib/domain/ids';
import { INCIDENT_COMMAND, NOTIFY_COMMAND } from '../../src/lib/domain/playbooks/commands/command-types';
import { perform } from '../../src/lib/server/access/perform';
import { acknowledgeIncident } from '../../src/lib/server/incidents/commands/acknowledge';
import { Webhooks } from '../../src/lib/server/incidents/webhooks/service';
import { createLogger } from '../../src/lib/server/log';
import { RunNotices } from '../../src/lib/server/notices/run-notices';
import { LiveImage } from '../../src/lib/server/plant/live-image';
import type { Executor, StepWork } from '../../src/lib/server/playbooks/executor';
import { createStepExecutors } from '../../src/lib/server/step-executors';
import { openNotices } from '../../src/lib/server/storage/notice-store';
import { accessBench, type AccessBench } from '../support/access';
import { incidentBench, running } from '../support/incident-bench';
import { anAlarm } from '../support/incident-signals';
import { stepWork } from '../support/step-work';
import { until } from '../support/until';
import { webhookReceiver, type Receiver } from '../support/webhook-receiver';

let bench: AccessBench;
let incidents: ReturnType<typeof incidentBench>;
let receiver: Receiver;
let notices: RunNotices;
let executors: readonly Executor[];
let stop: (() => Promise<void>)[];

beforeEach(async () => {
  bench = await accessBench();
  await bench.person('rita', 'responder@plant');
  await bench.person('olga', 'operator@plant');
  incidents = incidentBench({ db: bench.test.db, bus: bench.bus, clock: bench.clock });
  receiver = await webhookReceiver();
  notices = new RunNotices({ database: bench.test.db, bus: bench.bus, clock: bench.clock });
  executors = createStepExecutors({
    host: bench.host,
    image: new LiveImage(),
    board: { health: () => expect.fail('no check looks here') },
    audit: { health: () => expect.fail('no check looks here') },
    notices,
    keysDirectory: '/nowhere',
    gatewayAddresses: () => new Set(),
    authorities: undefined,
  });
  stop = [];
  await incidents.take(anAlarm('cert.expired', { at: bench.clock.now() }));
});
afterEach(async () => {
  await Promise.all(stop.map((end) => end()));
  await receiver.close();
  await bench.test.close();
});

const ofType = (type: string): Executor => {
  const found = executors.find((executor) => executor.type === type);
  if (found === undefined) throw new Error(`nothing carries out ${type}`);
  return found;
};
const RUN = {
  incident: incidentId.parse(1),
  zone: zoneId.parse('pumps'),
  site: siteId.parse('aarhus'),
  requestedBy: personId.parse('rita'),
};
const work = (type: string, command: string, given: Parameters<typeof stepWork>[1] = {}): StepWork =>
  stepWork({ type, command }, { effect: 'reversible', ...given, run: { ...RUN, ...given.run } });
const doing = (type: string, command: string, given: Parameters<typeof stepWork>[1] = {}) =>
  ofType(type).execute(work(type, command, given));
const open = () => bench.test.db.read(openNotices);
const kinds = async () => (await incidents.entries(1)).map(({ what }) => what.kind);

describe('a change of the incident of a run', () => {
  const CONTAINED = 'phase = contained because "the gateway is cut off"';

  it('is made once, however often it is asked for, and names run and step', async () => {
    await doing(INCIDENT_COMMAND, 'phase = triage because "looked at"', { runStep: 4 });
    const done = await doing(INCIDENT_COMMAND, CONTAINED, { runStep: 5 });
    expect(done).toEqual({
      kind: 'succeeded',
      text: 'INC-0001: phase is contained, because the gateway is cut off.',
    });
    expect((await doing(INCIDENT_COMMAND, CONTAINED, { runStep: 5 })).text).toBe('It was done before.');
    const note = 'note: slot B is confirmed';
    await doing(INCIDENT_COMMAND, note, { runStep: 6 });
    await doing(INCIDENT_COMMAND, note, { runStep: 6 });
    expect(await kinds()).toEqual(['opened', 'linked', 'moved', 'moved', 'commented']);
    expect((await incidents.entries(1)).at(3)).toMatchObject({
      by: null,
      reason: 'RUN-0007 step 5.1: the gateway is cut off',
    });
    expect(await incidents.refolded(1)).toEqual(await incidents.view(1));
  });

  it('is in the audit log as done by the program on behalf of whoever asked for the run', async () => {
    await doing(INCIDENT_COMMAND, 'severity = 1 because "people are near"');
    const { rows } = await bench.test.db.client.query<{ body: Buffer }>(
      `select body from audit_entry where action = 'incident.severity-by-run'`,
    );
    expect(JSON.parse(rows[0]?.body.toString() ?? '{}')).toMatchObject({
      actor: { id: 'system:playbooks' },
      on_behalf_of: 'rita',
      run: 'RUN-0007',
      step: '1.1',
      incident: 'INC-0001',
    });
  });

  it.each([
    ['phase = monitoring because "x"', 'It cannot go from Detected to Monitoring.'],
    ['severity = 5 because "x"', 'Only people make an incident less severe.'],
    ['assignee = nobody because "x"', 'nobody is nobody who may handle this incident.'],
  ])('obeys the rules of incidents: %s', async (command, text) => {
    expect(await doing(INCIDENT_COMMAND, command)).toEqual({ kind: 'failed', text });
    expect(await kinds()).toEqual(['opened', 'linked']);
  });

  it('is not made for those who may not handle it, without an incident, or in a drill', async () => {
    const command = 'phase = triage because "x"';
    expect(
      await doing(INCIDENT_COMMAND, command, { run: { requestedBy: personId.parse('gone') } }),
    ).toMatchObject({
      kind: 'failed',
    });
    expect(await doing(INCIDENT_COMMAND, command, { run: { incident: null } })).toMatchObject({
      kind: 'failed',
    });
    expect(await doing(INCIDENT_COMMAND, command, { run: { mode: 'drill', incident: null } })).toMatchObject({
      kind: 'succeeded',
      text: expect.stringContaining('Drill: nothing was changed.'),
    });
    expect(await kinds()).toEqual(['opened', 'linked']);
  });

  it('is found again, or made up for, after a crash', async () => {
    const step = work(INCIDENT_COMMAND, 'phase = triage because "x"');
    expect(await ofType(INCIDENT_COMMAND).probe?.(step)).toMatchObject({ kind: 'succeeded' });
    expect(await ofType(INCIDENT_COMMAND).probe?.(step)).toEqual({ kind: 'succeeded', text: 'It was done.' });
    expect((await kinds()).filter((kind) => kind === 'moved')).toHaveLength(1);
  });
});

describe('a notice of a run', () => {
  it('stands for those who see its zone until the run is over', async () => {
    const { rows } = await bench.test.db.client.query<{ id: string }>(
      `insert into run (state, view) values ('{"facts":{"playbook":"p","mode":"run"},"status":"running","hold":"none","endedAt":null}', '{}')
       returning id`,
    );
    const id = Number(rows[0]?.id) as StepWork['run']['id'];
    await doing(NOTIFY_COMMAND, 'warning: Gateway gw-1 goes back', { run: { id } });
    await doing(NOTIFY_COMMAND, 'warning: Gateway gw-1 goes back', { run: { id } });
    expect(await open()).toMatchObject([
      { severity: 'warning', text: `RUN-000${id}: Gateway gw-1 goes back`, zone: 'pumps', site: 'aarhus' },
    ]);
    const told = async () =>
      (
        await bench.test.db.client.query(
          `select type, zone from stream_entry where type like 'notice%' order by seq`,
        )
      ).rows;
    expect(await told()).toEqual([{ type: 'notice.raised', zone: 'pumps' }]);
    stop.push(running(notices));
    await bench.clock.advance(10_000);
    expect(await open()).toHaveLength(1);
    await bench.test.db.client.query(`update run set state = state || '{"endedAt":5}'`);
    await until(async () => {
      await bench.clock.advance(1_000);
      return (await open()).length === 0;
    });
    expect(await told()).toEqual([
      { type: 'notice.raised', zone: 'pumps' },
      { type: 'notice.cleared', zone: 'pumps' },
    ]);
  });

  it('goes to the webhooks of its incident, once, also when somebody has that in hand', async () => {
    const webhooks = new Webhooks({
      database: bench.test.db,
      bus: bench.bus,
      clock: bench.clock,
      log: createLogger('silent'),
      settings: receiver.settings(),
      plantName: () => 'Small plant',
      isSimulated: false,
      plantAddresses: () => new Set(),
    });
    stop.push(running(webhooks));
    await until(
      async () => (await bench.test.db.client.query('select 1 from webhook_target')).rows.length > 0,
    );
    const entered = await bench.enter('olga');
    await perform(bench.host, (await entered.now()).actor, acknowledgeIncident, { id: 1 }, entered.meta);
    await doing(NOTIFY_COMMAND, 'problem: Both slots are bad');
    await doing(NOTIFY_COMMAND, 'problem: Both slots are bad');
    await doing(NOTIFY_COMMAND, 'problem: Only a drill', { run: { mode: 'drill' }, idempotencyKey: 'other' });
    await doing(NOTIFY_COMMAND, 'info: Nothing to wake anybody for', { idempotencyKey: 'third' });
    const seen = () => receiver.received.filter(({ body }) => body.event === 'run.notice');
    await until(async () => {
      await bench.clock.advance(1_000);
      return seen().length > 0;
    });
    await bench.clock.advance(60_000);
    expect(seen().map(({ text }) => JSON.parse(text) as object)).toMatchObject([
      {
        event: 'run.notice',
        incident: { label: 'INC-0001' },
        notice: { run: 'RUN-0007', severity: 'problem', text: 'RUN-0007: Both slots are bad' },
      },
    ]);
    expect((await open()).map(({ text }) => text)).toContain('DRILL RUN-0007: Only a drill');
  });

  it('fails when it has no urgency, and is foretold', async () => {
    expect(await doing(NOTIFY_COMMAND, 'hello')).toMatchObject({ kind: 'failed' });
    expect(await ofType(NOTIFY_COMMAND).preview(work(NOTIFY_COMMAND, 'info: hello'))).toBe(
      'Tells everybody who sees its zone (info): RUN-0007: hello',
    );
  });
});
