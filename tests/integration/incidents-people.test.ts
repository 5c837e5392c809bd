import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentView } from '../../src/lib/protocol/incidents';
import { Incidents } from '../../src/lib/server/incidents/service';
import { createLogger } from '../../src/lib/server/log';
import { SMALL_PLANT, type Entered } from '../support/access';
import { alarmBench } from '../support/alarm-bench';
import { httpBench, type HttpBench } from '../support/http-bench';
import { incidentBench, running } from '../support/incident-bench';
import { anAlarm } from '../support/incident-signals';
import { until } from '../support/until';

let bench: HttpBench;
let incidents: ReturnType<typeof incidentBench>;
const people: Record<string, Entered> = {};

const ROLES: Record<string, string> = {
  olga: 'operator@site:aarhus',
  rita: 'responder@site:aarhus',
  mona: 'manager@plant',
  owner: 'process-owner@plant',
  root: 'administrator@plant',
  otto: 'operator@zone:mill',
};

beforeAll(async () => {
  bench = await httpBench(SMALL_PLANT);
  incidents = incidentBench({ db: bench.test.db, bus: bench.bus, clock: bench.clock });
  for (const [name, grant] of Object.entries(ROLES)) {
    await bench.person(name, grant);
    people[name] = await bench.enter(name);
  }
});
afterAll(() => bench.test.close());

const post = (who: string, path: string, body: object) =>
  bench.json(`/api/v1/incidents${path}`, {
    method: 'POST',
    cookie: people[who]?.cookie ?? '',
    headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1:3000' },
    body: JSON.stringify(body),
  });
const get = (who: string, path: string) =>
  bench.json(`/api/v1/incidents${path}`, { cookie: people[who]?.cookie ?? '' });
const viewIn = (answer: { body: Record<string, unknown> }) => answer.body['incident'] as IncidentView;
const kinds = async (id: number) => (await incidents.entries(id)).map(({ what }) => what.kind);

const OPENING = {
  site: 'aarhus',
  zone: 'pumps',
  title: 'Smoke at pump 2',
  severity: 2,
  reason: 'Seen by the fire watch',
};
const opened = async (given: object = {}) => viewIn(await post('olga', '', { ...OPENING, ...given }));

describe('acknowledging', () => {
  it('is for one of fifty who try at once; the others are told who that is', async () => {
    const { id } = await opened();
    const names = Array.from({ length: 50 }, (_, i) => `crew-${i}`);
    for (const name of names) {
      await bench.person(name, 'operator@zone:pumps');
      people[name] = await bench.enter(name);
    }
    // A machine with too much else to do says so; whoever repeats it then gets the answer.
    const acknowledge = async (name: string): Promise<Awaited<ReturnType<typeof post>>> => {
      const answer = await post(name, `/${id}/acknowledge`, { note: name });
      return answer.status === 503 ? acknowledge(name) : answer;
    };
    const answers = await Promise.all(names.map(acknowledge));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    const winner = viewIn(won[0]!).acknowledged!.by;
    for (const { status, body } of answers.filter((answer) => answer !== won[0])) {
      expect(status).toBe(409);
      expect(body).toMatchObject({ code: 'conflict', detail: expect.stringContaining(winner) as string });
    }
    expect(await kinds(id)).toEqual(['opened', 'acknowledged']);
    expect((await incidents.view(id)).acknowledged).toMatchObject({ by: winner, note: winner });
    expect(await incidents.refolded(id)).toEqual(await incidents.view(id));
    const lines = (await bench.auditLines()).filter((line) => line.includes(`incident:${id}`));
    expect(lines).toEqual([
      `olga incident.open incident:${id} done`,
      `${winner} incident.acknowledge incident:${id} done`,
    ]);
  }, 60_000);

  it('again tells that it was done, and by whom', async () => {
    const { id } = await opened();
    await post('olga', `/${id}/acknowledge`, { note: 'on my way' });
    const again = await post('olga', `/${id}/acknowledge`, {});
    expect([again.status, again.body['detail']]).toEqual([
      409,
      'Already acknowledged by you, 0 seconds ago.',
    ]);
    const other = await post('rita', `/${id}/acknowledge`, {});
    expect(other.body['detail']).toBe('Already acknowledged by olga, 0 seconds ago.');
  });

  it('of what is over comes too late', async () => {
    const { id } = await opened();
    await post('rita', `/${id}/transition`, { to: 'false-positive', reason: 'A test of the sensor' });
    const late = await post('olga', `/${id}/acknowledge`, {});
    expect([late.status, late.body['detail']]).toEqual([409, 'This incident is closed already.']);
  });
});

describe('the way of an incident', () => {
  it('goes hop by hop with reasons, to a verdict, and is read back whole', async () => {
    const { id } = await opened();
    const move = (to: string, more: object = {}) =>
      post('rita', `/${id}/transition`, { to, reason: `to ${to}`, ...more });
    expect(viewIn(await move('triage')).phase).toBe('triage');
    expect(viewIn(await move('declared')).phase).toBe('declared');
    expect(viewIn(await move('triage')).phase).toBe('triage');
    expect((await move('closed')).status).toBe(422);
    const closed = viewIn(await move('closed', { verdict: 'true-positive-no-impact' }));
    expect(closed).toMatchObject({
      phase: 'closed',
      verdict: 'true-positive-no-impact',
      closedAt: bench.clock.now(),
    });
    const { body } = await get('otto', `/${id}`);
    expect(body['code']).toBe('not-found');
    const file = (await get('olga', `/${id}`)).body;
    expect(file['entries']).toEqual(await incidents.entries(id));
    expect(file['incident']).toEqual(await incidents.refolded(id));
    expect((await incidents.entries(id)).map(({ by, reason }) => `${by}: ${reason}`)).toEqual([
      'olga: Seen by the fire watch',
      'rita: to triage',
      'rita: to declared',
      'rita: to triage',
      'rita: to closed',
    ]);
  });

  it('has no hop that the table does not have, and none without a reason', async () => {
    const { id } = await opened();
    const leap = await post('rita', `/${id}/transition`, { to: 'closed', reason: 'x', verdict: 'unknown' });
    expect([leap.status, leap.body['detail']]).toEqual([
      409,
      'It cannot go from Detected to Closed. It may have moved meanwhile.',
    ]);
    expect((await post('rita', `/${id}/transition`, { to: 'triage', reason: ' ' })).status).toBe(422);
    expect((await post('olga', `/${id}/transition`, { to: 'triage', reason: 'x' })).status).toBe(403);
    expect(await kinds(id)).toEqual(['opened']);
  });

  it('of a duplicate names the one that goes on', async () => {
    const first = await opened();
    const second = await opened();
    const end = (of: number | null) =>
      post('rita', `/${second.id}/transition`, { to: 'duplicate', reason: 'the same smoke', of });
    expect((await end(null)).status).toBe(422);
    expect((await end(second.id)).status).toBe(422);
    expect(viewIn(await end(first.id)).phase).toBe('duplicate');
    expect((await incidents.entries(second.id)).at(-1)?.what).toMatchObject({ kind: 'moved', of: first.id });
  });

  it('of one that is merged goes on in the other, and both keep their histories', async () => {
    await incidents.take(anAlarm('cert.expired', { gateway: 'gw-merge' }));
    const [one] = await incidents.all();
    const other = await opened();
    const merge = (who: string, into: number) =>
      post(who, `/${one!.id}/merge`, { into, reason: 'same cause' });
    expect((await merge('olga', other.id)).status).toBe(403);
    expect((await merge('rita', one!.id)).status).toBe(422);
    expect((await merge('rita', 999_999)).status).toBe(404);
    const far = viewIn(
      await bench.json('/api/v1/incidents', {
        method: 'POST',
        cookie: people['otto']!.cookie,
        headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1:3000' },
        body: JSON.stringify({ ...OPENING, site: 'odense', zone: 'mill' }),
      }),
    );
    expect((await merge('rita', far.id)).status).toBe(404);
    expect(viewIn(await merge('rita', other.id))).toMatchObject({
      phase: 'merged',
      closedAt: expect.any(Number),
    });
    expect((await incidents.view(other.id)).alarms).toBe(1);
    expect((await incidents.entries(one!.id)).at(-1)?.what).toMatchObject({ kind: 'moved', of: other.id });
    expect(await kinds(other.id)).toEqual(['opened', 'linked']);
    for (const { id } of [one!, other])
      expect(await incidents.refolded(id)).toEqual(await incidents.view(id));
    expect((await merge('rita', other.id)).body['detail']).toBe('It is over already.');
    const before = (await incidents.all()).length;
    await incidents.take(anAlarm('cert.expired', { gateway: 'gw-merge', key: 'again' }));
    expect((await incidents.all()).length).toBe(before);
    expect((await incidents.view(other.id)).alarms).toBe(2);
  });

  it('its severity is changed by responders with a reason, up and down', async () => {
    const { id } = await opened();
    const set = (who: string, severity: number, reason?: string) =>
      post(who, `/${id}/severity`, { severity, reason });
    expect((await set('olga', 1, 'x')).status).toBe(403);
    expect((await set('rita', 1)).status).toBe(422);
    expect(viewIn(await set('rita', 1, 'The guard is open')).severity).toBe(1);
    expect(viewIn(await set('rita', 4, 'It was a drill')).severity).toBe(4);
    expect((await set('rita', 7, 'x')).status).toBe(422);
  });
});

describe('working on it', () => {
  it('a claim keeps others away until it is released', async () => {
    const { id } = await opened();
    expect(viewIn(await post('olga', `/${id}/claim`, {})).claim).toEqual({
      by: 'olga',
      until: bench.clock.now() + 600_000,
    });
    const other = await post('rita', `/${id}/claim`, {});
    expect([other.status, other.body['detail']]).toEqual([409, 'olga is at work on it.']);
    expect((await post('rita', `/${id}/release`, {})).status).toBe(409);
    expect(viewIn(await post('olga', `/${id}/release`, {})).claim).toBeNull();
    expect(viewIn(await post('rita', `/${id}/claim`, {})).claim?.by).toBe('rita');
  });

  it('is given to somebody who may, with an owner of the process', async () => {
    const { id } = await opened();
    const assign = (assignee: string | null, processOwner: string | null) =>
      post('rita', `/${id}/assign`, { assignee, processOwner, reason: 'on duty' });
    expect(viewIn(await assign('olga', 'owner'))).toMatchObject({ assignee: 'olga', processOwner: 'owner' });
    expect((await assign('otto', null)).body['issues']).toEqual([
      { path: 'assignee', message: 'is nobody who may handle this incident' },
    ]);
    expect((await assign('nobody-there', null)).status).toBe(422);
    expect((await assign('olga', 'olga')).body['issues']).toMatchObject([{ path: 'processOwner' }]);
    expect((await post('olga', `/${id}/assign`, { assignee: 'olga', processOwner: null })).status).toBe(403);
    expect(
      ((await get('rita', `/${id}`)).body['people'] as { person: string }[]).map((p) => p.person),
    ).toEqual(expect.arrayContaining(['olga', 'owner', 'rita']));
  });

  it('comments keep the words as they were written, hostile ones too', async () => {
    const { id } = await opened();
    const text = `<script>alert(1)</script>\n'; drop table incident; --`;
    await post('olga', `/${id}/comment`, { text });
    expect((await incidents.entries(id)).at(-1)).toMatchObject({
      by: 'olga',
      what: { kind: 'commented', text },
    });
    expect((await post('olga', `/${id}/comment`, { text: 'a\u0000b' })).status).toBe(422);
    expect((await post('olga', `/${id}/comment`, { text: 'x'.repeat(4_001) })).status).toBe(422);
    expect((await post('olga', `/${id}/comment`, { text: '  ' })).status).toBe(422);
  });

  it('takes no link to what is not there', async () => {
    const { id } = await opened();
    const link = await post('olga', `/${id}/link`, {
      reason: 'x',
      links: [{ kind: 'drive', id: 'no-such' }],
    });
    expect(link.body['issues']).toEqual([{ path: 'links.0', message: 'there is no such drive' }]);
  });
});

describe('who may do what', () => {
  it.each([
    ['olga', 200],
    ['rita', 200],
    ['owner', 200],
    ['mona', 403],
    ['root', 403],
    ['otto', 404],
  ])('%s acknowledges in zone pumps: %i', async (who, status) => {
    const { id } = await opened();
    expect((await post(who, `/${id}/acknowledge`, {})).status).toBe(status);
  });

  it('what concerns a whole site is seen in its zones and handled with a role for the site', async () => {
    const { id } = await opened({ zone: null });
    const crew = await bench.json(`/api/v1/incidents/${id}`, { cookie: people['crew-0']!.cookie });
    expect(crew.status).toBe(200);
    expect((await post('crew-0', `/${id}/acknowledge`, {})).status).toBe(403);
    expect((await post('olga', `/${id}/acknowledge`, {})).status).toBe(200);
    expect((await get('otto', `/${id}`)).status).toBe(404);
  });

  it('strangers learn nothing, also not what exists', async () => {
    const { id } = await opened();
    expect((await post('nobody', `/${id}/acknowledge`, {})).status).toBe(401);
    expect((await get('nobody', `/${id}`)).status).toBe(401);
    expect((await get('olga', '/999999')).status).toBe(404);
    expect((await get('olga', '/one')).status).toBe(404);
    expect((await post('olga', '/999999/acknowledge', {})).status).toBe(404);
  });

  it('a list holds what its reader may see, page by page and filtered', async () => {
    await incidents.take(anAlarm('cert.expired', { gateway: 'gw-list', zone: 'mill', site: 'odense' }));
    const list = async (who: string, query: string) =>
      (await get(who, query)).body as { items: IncidentView[]; next: string | null };
    const mill = await list('otto', '?state=all');
    expect(new Set(mill.items.map(({ zone }) => zone))).toEqual(new Set(['mill']));
    const first = await list('olga', '?state=all&limit=3');
    expect(first.items).toHaveLength(3);
    const second = await list('olga', `?state=all&limit=3&cursor=${first.next}`);
    expect(second.items[0]!.id).toBeLessThan(first.items[2]!.id);
    expect((await list('olga', '?state=closed')).items.every(({ closedAt }) => closedAt !== null)).toBe(true);
    expect((await list('olga', '?severity=4&state=all')).items.every(({ severity }) => severity === 4)).toBe(
      true,
    );
    expect((await list('olga', '?assignee=olga&state=all')).items).toHaveLength(1);
    expect((await get('olga', '?severity=9')).status).toBe(422);
  });
});

describe('what a person links', () => {
  it('says itself which incident it belongs to, and is shown there', async () => {
    const alarms = await alarmBench({ access: bench });
    // Beyond the numbers that signals of other tests have made up.
    await bench.test.db.client.query(
      `select nextval('alarm_occurrence_number') from generate_series(1, 100000)`,
    );
    const linking = new Incidents({
      database: bench.test.db,
      bus: bench.bus,
      clock: bench.clock,
      log: createLogger('silent'),
      plant: () => SMALL_PLANT,
      linkAlarms: (tx, ids, incident) => alarms.alarms.linkIncident(tx, ids, incident),
    });
    const stop = running(linking);
    await alarms.take(alarms.report('ot.drive_fault', 'p1'));
    const { rows } = await bench.test.db.client.query<{ id: number }>('select id from alarm_occurrence');
    const links = [{ kind: 'alarm', id: rows[0]!.id }];
    const { id } = await opened({ links });
    const shown = await until(async () => {
      const { body } = await get('olga', `/${id}`);
      const [alarm] = (body['links'] as { alarms: { incident: number | null }[] }).alarms;
      return alarm?.incident === id && alarm;
    });
    expect(shown).toMatchObject({ id: rows[0]!.id, definition: 'ot.drive_fault', incident: id });
    expect((await incidents.view(id)).alarms).toBe(1);
    const again = await post('olga', `/${id}/link`, { reason: 'once more', links });
    expect([again.status, viewIn(again).alarms, viewIn(again).entries]).toEqual([200, 1, 2]);
    expect((await post('otto', `/${id}/link`, { reason: 'x', links })).status).toBe(404);
    await stop();
  });
});
