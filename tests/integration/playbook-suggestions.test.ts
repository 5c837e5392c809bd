import { afterAll, beforeAll, expect, it } from 'vitest';
import { RECOVERY } from '../../src/lib/domain/playbooks/recovery';
import type { AlarmView } from '../../src/lib/protocol/alarms';
import type { PlaybookSuggestion } from '../../src/lib/protocol/playbook-suggestions';
import type { Entered } from '../support/access';
import { ALARM_PLANT, alarmBench } from '../support/alarm-bench';
import { httpBench, type HttpBench } from '../support/http-bench';

/** One drive of it has no maker behind it any more. */
const PLANT = {
  ...ALARM_PLANT,
  drives: ALARM_PLANT.drives.map((drive) =>
    drive.id === 'm1' ? { ...drive, endOfService: '2025-10-01' } : drive,
  ),
};

let bench: HttpBench;
const people: Record<string, Entered> = {};
const alarms: AlarmView[] = [];
let incident: number;

beforeAll(async () => {
  bench = await httpBench(PLANT);
  const raised = await alarmBench({ access: bench, plant: PLANT });
  for (const [name, grant] of [
    ['kim', 'operator@plant'],
    ['mill', 'operator@zone:mill'],
  ] as const) {
    await bench.person(name, grant);
    people[name] = await bench.enter(name);
  }
  await raised.take(
    raised.report('net.syn_flood', 'gw-a'),
    raised.report('ot.modbus_write', 'p1', 'active', { facts: { src: '10.20.0.60' } }),
  );
  alarms.push(...((await ask('kim', '/alarms')).body['items'] as AlarmView[]));
  const opened = await bench.json('/api/v1/incidents', {
    method: 'POST',
    cookie: people['kim']?.cookie ?? '',
    headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1:3000' },
    body: JSON.stringify({
      title: 'Writes to a pump',
      severity: 2,
      site: 'aarhus',
      zone: 'pumps',
      reason: 'seen on the panel',
      links: alarms.map(({ id }) => ({ kind: 'alarm', id })),
    }),
  });
  incident = (opened.body['incident'] as { id: number }).id;
});
afterAll(() => bench.test.close());

const ask = (who: string, path: string) =>
  bench.json(`/api/v1${path}`, { cookie: people[who]?.cookie ?? '' });
const suggested = async (who: string, query: string) =>
  (await ask(who, `/playbooks/suggested?${query}`)).body['items'] as PlaybookSuggestion[];
const alarmOf = (definition: string) => alarms.find((alarm) => alarm.definition === definition)?.id;

it('an alarm is answered by its playbook, with everything that a start needs', async () => {
  const id = alarmOf('ot.modbus_write');
  expect(await suggested('kim', `alarm=${id}`)).toEqual([
    {
      playbook: RECOVERY.unauthorisedWrite,
      because: 'ot.modbus_write',
      start: {
        alarm: id,
        gateway: 'gw-a',
        zone: 'pumps',
        drives: ['p1'],
        variables: { __gateway__: 'gw-a', __drive__: 'p1', __source__: '10.20.0.60' },
      },
    },
  ]);
});

it('an incident is answered by the playbooks of all that it shows, the most dangerous first', async () => {
  const found = await suggested('kim', `incident=${incident}`);
  expect(found.map(({ playbook }) => playbook)).toEqual([
    RECOVERY.unauthorisedWrite,
    RECOVERY.denialOfService,
  ]);
  expect(found[0]?.start).toMatchObject({ incident, gateway: 'gw-a', zone: 'pumps' });
});

it('a gateway is answered by what is the matter with it now: open alarms, and a certificate that ran out', async () => {
  expect((await suggested('kim', 'gateway=gw-a')).map(({ because }) => because)).toEqual([
    'ot.modbus_write',
    'cert.expired',
    'net.syn_flood',
  ]);
});

it('a drive whose maker serves it no more is answered by taking it out', async () => {
  expect(await suggested('kim', 'drive=m1')).toMatchObject([
    {
      playbook: RECOVERY.endOfService,
      start: { drives: ['m1'], variables: { __drive__: 'm1', __gateway__: 'gw-b' } },
    },
  ]);
  expect(await suggested('kim', 'drive=p2')).toEqual([]);
});

it('what somebody may not see is not there for them', async () => {
  const paths = [`alarm=${alarmOf('net.syn_flood')}`, `incident=${incident}`, 'gateway=gw-a', 'drive=p1'];
  for (const path of paths) expect((await ask('mill', `/playbooks/suggested?${path}`)).status).toBe(404);
  expect((await ask('mill', '/playbooks/suggested?drive=m1')).status).toBe(200);
});

it('to nothing in particular there is no answer', async () => {
  expect(await suggested('kim', '')).toEqual([]);
});
