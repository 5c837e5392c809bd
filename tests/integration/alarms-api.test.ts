import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AlarmView } from '../../src/lib/protocol/alarms';
import type { Entered } from '../support/access';
import { ALARM_PLANT, alarmBench } from '../support/alarm-bench';
import { httpBench, type HttpBench } from '../support/http-bench';

let bench: HttpBench;
let alarms: Awaited<ReturnType<typeof alarmBench>>;
const people: Record<string, Entered> = {};

beforeAll(async () => {
  bench = await httpBench(ALARM_PLANT);
  alarms = await alarmBench({ access: bench });
  for (const [name, grant] of [
    ['kim', 'operator@plant'],
    ['mill', 'operator@zone:mill'],
    ['boss', 'manager@plant'],
  ] as const) {
    await bench.person(name, grant);
    people[name] = await bench.enter(name);
  }
  await alarms.take(
    ...['p1', 'p2', 'f1', 'm1'].flatMap((drive) => [
      alarms.report('ot.drive_fault', drive),
      alarms.report('ot.drive_warning', drive, 'active', { text: `=cmd|'${drive}', "odd"` }),
    ]),
  );
});
afterAll(() => bench.test.close());

const get = (who: string, path: string) =>
  bench.json(`/api/v1/alarms${path}`, { cookie: people[who]?.cookie ?? '' });
const post = (who: string, path: string, body: object, origin = 'http://127.0.0.1:3000') =>
  bench.json(`/api/v1/alarms${path}`, {
    method: 'POST',
    cookie: people[who]?.cookie ?? '',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(body),
  });
const items = async (who: string, path: string) => (await get(who, path)).body['items'] as AlarmView[];

it('lists what the caller may see, filtered, page by page, each alarm once', async () => {
  expect((await items('kim', '')).length).toBe(8);
  expect((await items('mill', '')).map(({ zone }) => zone)).toEqual(['mill', 'mill']);
  expect((await items('kim', '?zone=pumps&definition=ot.drive_fault')).map(({ drive }) => drive)).toEqual([
    'p2',
    'p1',
  ]);
  expect(await items('mill', '?zone=pumps')).toEqual([]);
  expect((await items('kim', '?text=odd&priority=3')).every(({ text }) => text.includes('odd'))).toBe(true);
  const seen: number[] = [];
  let next: string | null = '';
  while (next !== null) {
    const { body } = await get('kim', `?limit=3${next === '' ? '' : `&cursor=${next}`}`);
    seen.push(...(body['items'] as AlarmView[]).map(({ id }) => id));
    next = body['next'] as string | null;
  }
  expect(seen).toEqual((await items('kim', '')).map(({ id }) => id));
  expect(new Set(seen).size).toBe(8);
});

it.each(['?cursor=x', '?priority=5', '?state=gone', '?limit=0', '?from=yesterday', '?zone=%00'])(
  'what makes no sense is said so: %s',
  async (query) => expect((await get('kim', query)).status).toBe(422),
);

it('text that a spreadsheet would take for a formula is exported as text', async () => {
  const response = await bench.ask('/api/v1/alarms?format=csv&definition=ot.drive_warning', {
    cookie: people['kim']?.cookie ?? '',
  });
  expect(response.headers.get('content-type')).toContain('text/csv');
  const lines = (await response.text()).split('\r\n');
  expect(lines[0]).toMatch(/^id,priority,state,/);
  expect(lines[1]).toContain(`"'=cmd|'`);
  expect(lines[1]).toContain('""odd""');
});

it('an alarm is acknowledged, tells its history, and refuses a second time with who it was', async () => {
  const [alarm] = await items('kim', '?drive=p1&definition=ot.drive_fault');
  const path = `/${alarm?.id}`;
  const done = await post('kim', `${path}/acknowledge`, { note: 'seen' });
  expect([done.status, done.body]).toMatchObject([200, { alarm: { state: 'acknowledged' } }]);
  const again = await post('kim', `${path}/acknowledge`, {});
  expect([again.status, again.body['code']]).toEqual([409, 'conflict']);
  expect(again.body['detail']).toContain('kim did it');
  const { body } = await get('kim', path);
  expect(body['journal']).toMatchObject([
    { what: 'raised', by: null },
    { what: 'acknowledged', by: 'kim', note: 'seen' },
  ]);
  const shelved = await post('kim', `${path}/shelve`, { minutes: 5, reason: 'works' });
  expect(shelved.body).toMatchObject({ alarm: { state: 'shelved' } });
  expect((await items('kim', '?state=shelved')).map(({ id }) => id)).toEqual([alarm?.id]);
  expect((await post('kim', `${path}/unshelve`, {})).status).toBe(200);
});

it('several are done each for itself', async () => {
  const ids = (await items('kim', '?definition=ot.drive_warning')).map(({ id }) => id);
  const { status, body } = await post('mill', '/acknowledge', { ids, note: '' });
  expect(status).toBe(200);
  expect([
    (body['done'] as number[]).length,
    (body['failed'] as { code: string }[]).map(({ code }) => code),
  ]).toEqual([1, ['not-found', 'not-found', 'not-found']]);
});

it('nothing is done from another site, without a session, by a manager, or to what is out of sight', async () => {
  const [alarm] = await items('kim', '?drive=f1&definition=ot.drive_fault');
  const path = `/${alarm?.id}/acknowledge`;
  expect((await post('kim', path, {}, 'https://evil.example')).status).toBe(403);
  expect((await post('nobody', path, {})).status).toBe(401);
  expect((await post('boss', path, {})).status).toBe(403);
  expect((await post('mill', path, {})).status).toBe(404);
  expect((await get('mill', `/${alarm?.id}`)).status).toBe(404);
  expect((await post('kim', '/p1/acknowledge', {})).status).toBe(404);
  expect((await get('kim', `/${alarm?.id}`)).body['alarm']).toMatchObject({ state: 'unacknowledged' });
});

it('the journal is told to those who may see the place, and counts noise', async () => {
  const { body } = await get('mill', '/journal');
  expect((body['items'] as { zone: string }[]).map(({ zone }) => zone)).toEqual(['mill', 'mill', 'mill']);
  expect(((await get('kim', '/journal?by=kim&what=acknowledged')).body['items'] as unknown[]).length).toBe(1);
  const statistics = (await get('kim', '/statistics')).body as {
    buckets: { count: number }[];
    standing: number;
  };
  expect(statistics.buckets).toHaveLength(144);
  expect(statistics.buckets.at(-1)?.count).toBeGreaterThanOrEqual(8);
  expect(statistics).toMatchObject({ standing: 8, chattering: 0, fleeting: 0, stale: 0, withheld: 0 });
  expect((await get('mill', '/statistics')).body).toMatchObject({ standing: 2 });
});

it('a position’s load is told with what is withheld beside it, to those who see all of its zones', async () => {
  const [desk] = (await get('kim', '/kpis?days=1')).body['items'] as Record<string, unknown>[];
  expect(desk).toMatchObject({ position: 'control-room', verdicts: { perDay: 'acceptable' }, shelved: 0 });
  const { annunciations } = desk?.['rates'] as { annunciations: number };
  expect(annunciations).toBeGreaterThanOrEqual(8);
  expect((desk?.['byPriority'] as number[]).reduce((a, b) => a + b)).toBeCloseTo(1);
  expect(desk?.['top']).toContainEqual({ definition: 'ot.drive_warning', count: 4 });
  expect((await get('mill', '/kpis')).body['items']).toEqual([]);
});
