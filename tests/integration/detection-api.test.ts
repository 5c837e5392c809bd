import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayId, siteId, zoneId, type SecurityEventId } from '../../src/lib/domain/ids';
import { HOUR_MS, MINUTE_MS } from '../../src/lib/domain/time';
import { eventsChanged } from '../../src/lib/protocol/security-events';
import { readSecurityEvents, insertSecurityEvents } from '../../src/lib/server/storage/security-event-store';
import { readStream } from '../../src/lib/server/storage/stream-store';
import { SMALL_PLANT, type Entered } from '../support/access';
import { httpBench, type HttpBench } from '../support/http-bench';
import { aSecurityEvent } from '../support/security-events';

let bench: HttpBench;
let ids: SecurityEventId[];
const people: Record<string, Entered> = {};

const PUMPS = { site: siteId.parse('aarhus'), zone: zoneId.parse('pumps') };
const MILL = { site: siteId.parse('odense'), zone: zoneId.parse('mill'), gateway: gatewayId.parse('gw-b') };

beforeAll(async () => {
  bench = await httpBench(SMALL_PLANT);
  for (const [name, grant] of Object.entries({
    ops: 'operator@zone:pumps',
    all: 'responder@plant',
    boss: 'manager@plant',
    root: 'administrator@plant',
  })) {
    await bench.person(name, grant);
    people[name] = await bench.enter(name);
  }
  const now = bench.clock.now();
  ids = await insertSecurityEvents(bench.test.db, [
    aSecurityEvent({ at: now - 5 * MINUTE_MS, ...PUMPS, text: '=HYPERLINK("http://evil") <b>' }),
    aSecurityEvent({
      at: now - 4 * MINUTE_MS,
      ...PUMPS,
      type: 'net.syn_flood',
      kind: 'state',
      severity: 'high',
      response: 'act',
      key: '443',
      count: 70,
    }),
    aSecurityEvent({ at: now - 3 * MINUTE_MS, ...MILL, type: 'net.port_scan.xmas', key: '10.9.9.9' }),
    aSecurityEvent({ at: now - 2 * MINUTE_MS, gateway: null, type: 'tls.handshake_failed', severity: 'low' }),
    aSecurityEvent({ at: now - 30 * HOUR_MS, ...PUMPS, type: 'net.port_scan.null', key: 'old' }),
    aSecurityEvent({
      at: now - MINUTE_MS,
      ...PUMPS,
      type: 'update.signature_invalid',
      kind: 'state',
      severity: 'critical',
      response: 'act',
      key: '',
    }),
  ]);
});
afterAll(() => bench.test.close());

const cookie = (who: string) => people[who]?.cookie ?? '';
const get = (who: string, path: string) => bench.json(`/api/v1/events${path}`, { cookie: cookie(who) });
const typesOf = async (who: string, query: string) =>
  ((await get(who, query)).body['items'] as { type: string }[]).map(({ type }) => type);
const review = (who: string, id: number, note = '') =>
  bench.json(`/api/v1/events/${id}/review`, {
    method: 'POST',
    cookie: cookie(who),
    headers: { origin: 'http://127.0.0.1:3000', 'content-type': 'application/json' },
    body: JSON.stringify({ note }),
  });

describe('the list of events', () => {
  it('has the newest first, and of each viewer’s own scope only', async () => {
    expect(await typesOf('ops', '')).toEqual([
      'update.signature_invalid',
      'net.syn_flood',
      'gw.config_changed',
      'net.port_scan.null',
    ]);
    expect((await typesOf('all', '')).length).toBe(6);
    expect(await typesOf('ops', '?zone=mill')).toEqual([]);
    expect(await typesOf('ops', '?gateway=gw-b')).toEqual([]);
  });

  it('is cut by every filter, alone and together', async () => {
    expect(await typesOf('all', '?type=net.')).toHaveLength(3);
    expect(await typesOf('all', '?type=net.syn_flood')).toEqual(['net.syn_flood']);
    expect(await typesOf('all', '?severity=critical,high')).toHaveLength(2);
    expect(await typesOf('all', '?response=act&site=aarhus')).toHaveLength(2);
    expect(await typesOf('all', '?state=open')).toEqual(['update.signature_invalid', 'net.syn_flood']);
    expect(await typesOf('all', '?state=to-review')).toHaveLength(4);
    expect(await typesOf('all', '?text=10.9.9.')).toEqual(['net.port_scan.xmas']);
    expect(await typesOf('all', '?text=%25')).toEqual([]);
    const from = new Date(bench.clock.now() - 3.5 * MINUTE_MS).toISOString();
    const to = new Date(bench.clock.now() - 1.5 * MINUTE_MS).toISOString();
    expect(await typesOf('all', `?from=${from}&to=${to}`)).toEqual([
      'tls.handshake_failed',
      'net.port_scan.xmas',
    ]);
    expect(await get('all', '?severity=awful')).toMatchObject({ status: 422 });
    expect(await get('all', '?text=%00')).toMatchObject({ status: 422 });
  });

  it('goes on by its cursor without a gap or a repetition', async () => {
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page += 1) {
      const { body } = await get('all', `?limit=2${cursor}`);
      seen.push(...(body['items'] as { type: string }[]).map(({ type }) => type));
      if (body['next'] === null) break;
      cursor = `&cursor=${String(body['next'])}`;
    }
    expect(seen).toEqual(await typesOf('all', ''));
    expect(await get('all', '?cursor=nonsense')).toMatchObject({ status: 422 });
  });

  it('is a file for a spreadsheet in which nothing of an attacker calculates', async () => {
    const response = await bench.ask('/api/v1/events?format=csv&zone=pumps', { cookie: cookie('ops') });
    expect(response.headers.get('content-disposition')).toMatch(/security-events-\d{4}-\d\d-\d\d\.csv/);
    const text = await response.text();
    expect(text.split('\r\n')).toHaveLength(6);
    expect(text).toContain(`"'=HYPERLINK(""http://evil"") <b>"`);
    const lines = await bench.ask('/api/v1/events?format=jsonl', { cookie: cookie('all') });
    expect((await lines.text()).trim().split('\n')).toHaveLength(6);
    expect((await bench.ask('/api/v1/events?format=csv')).status).toBe(401);
  });
});

it('types are counted with a line over the time asked for', async () => {
  const { body } = await get('all', '/types?buckets=24');
  const items = body['items'] as { type: string; rows: number; records: number; buckets: number[] }[];
  expect(items.map(({ type }) => type)).not.toContain('net.port_scan.null');
  const flood = items.find(({ type }) => type === 'net.syn_flood');
  expect(flood).toMatchObject({ rows: 1, records: 70, title: 'SYN flood' });
  expect(flood?.buckets).toHaveLength(24);
  expect(flood?.buckets.at(-1)).toBe(70);
  expect(await get('all', '/types?from=2026-11-20T10:00:00Z&to=2026-11-20T09:00:00Z')).toMatchObject({
    status: 422,
  });
});

it('one event is told with its raw records and labels, to those who may see it', async () => {
  const { body } = await get('ops', `/${ids[1]}`);
  expect(body).toMatchObject({
    event: { type: 'net.syn_flood' },
    attack: [{ id: 'T0814' }],
    sr: ['SR 7.1', 'SR 5.2', 'SR 6.2'],
  });
  expect((body['samples'] as unknown[]).length).toBe(1);
  expect(await get('ops', `/${ids[2]}`)).toMatchObject({ status: 404 });
  expect(await get('ops', '/999999')).toMatchObject({ status: 404 });
  expect(await get('ops', '/x')).toMatchObject({ status: 404 });
});

describe('a review', () => {
  it('takes an event out of the queue once, is audited and told', async () => {
    const id = ids[0] ?? 0;
    const { status, body } = await review('ops', id, 'planned work');
    expect(status).toBe(200);
    expect(body).toMatchObject({ event: { id, reviewed: { by: 'ops' }, revision: 2 } });
    expect(await review('all', id)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await bench.auditLines()).toContain(`ops event.review event:${id} done`);
    const entry = (await readStream(bench.test.db, 0, 100)).findLast(({ type }) => type === 'events.changed');
    expect(entry).toMatchObject({ zone: 'pumps', site: 'aarhus' });
    expect(eventsChanged.parse(entry?.body)).toMatchObject({ toReview: 1, events: [{ id }] });
  });

  it('is for those who may act there, and tells others nothing', async () => {
    expect(await review('ops', ids[2] ?? 0)).toMatchObject({ status: 404 });
    expect(await review('boss', ids[2] ?? 0)).toMatchObject({ status: 403 });
    expect(await review('root', ids[2] ?? 0)).toMatchObject({ status: 403 });
    expect(await review('all', ids[2] ?? 0)).toMatchObject({ status: 200 });
  });

  it('ends a state that only a person ends, and leaves one that ends by itself alone', async () => {
    await review('all', ids[5] ?? 0, 'found the image');
    await review('all', ids[1] ?? 0);
    const rows = await readSecurityEvents(bench.test.db, ids);
    const quiet = (id: SecurityEventId | undefined) => rows.find((row) => row.id === id)?.quietAt;
    expect(quiet(ids[5])).toBe(bench.clock.now());
    expect(quiet(ids[1])).toBeNull();
  });
});
