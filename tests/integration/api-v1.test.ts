import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driveId, gatewayId, siteId, zoneId, type DriveKey } from '../../src/lib/domain/ids';
import type { Plant } from '../../src/lib/domain/plant/model';
import { SIGNAL_KEYS } from '../../src/lib/domain/telemetry/signals';
import { encodeCursor } from '../../src/lib/server/http/api/cursor';
import { OPERATIONS, openApiDocument } from '../../src/lib/server/http/api/openapi';
import { shipPlaybooks } from '../../src/lib/server/ship-playbooks';
import { insertSecurityEvents } from '../../src/lib/server/storage/security-event-store';
import { insertQuarantined } from '../../src/lib/server/storage/quarantine-store';
import { SMALL_PLANT, type Entered } from '../support/access';
import { aSecurityEvent } from '../support/security-events';
import { aPlaybook } from '../support/cacao-playbooks';
import { aCveRecord } from '../support/advisories';
import { alarmBench } from '../support/alarm-bench';
import { cancelledRun } from '../support/cancelled-run';
import { httpBench, type HttpBench } from '../support/http-bench';
import { incidentBench } from '../support/incident-bench';
import { anAlarm } from '../support/incident-signals';
import { aSample, values, write } from '../support/telemetry';
import { aDrive } from '../support/telemetry-builders';

const NASTY = `Pump <script>alert(1)</script>'; DROP TABLE drive; --`;

function gateway(id: string, site: string, zone: string) {
  return {
    id: gatewayId.parse(id),
    site: siteId.parse(site),
    zone: zoneId.parse(zone),
    name: id,
    model: undefined,
  };
}
const drive = (id: string, key: number, zone: string, gw: string, name = id) =>
  aDrive({
    id: driveId.parse(id),
    key: key as DriveKey,
    zone: zoneId.parse(zone),
    gateway: gatewayId.parse(gw),
    name,
    signals: ['output_frequency_hz', 'motor_current_a'],
  });

const plant: Plant = {
  ...SMALL_PLANT,
  gateways: [gateway('gw-a', 'aarhus', 'pumps'), gateway('gw-b', 'odense', 'mill')],
  drives: [
    drive('p1', 1, 'pumps', 'gw-a', NASTY),
    drive('p2', 2, 'pumps', 'gw-a'),
    drive('f1', 3, 'fans', 'gw-a'),
    drive('m1', 4, 'mill', 'gw-b'),
  ],
};

let bench: HttpBench;
const people: Record<string, Entered> = {};

beforeAll(async () => {
  bench = await httpBench(plant);
  const roles = {
    root: 'administrator@plant',
    local: 'administrator@site:aarhus',
    ops: 'operator@zone:pumps',
    lead: 'manager@site:aarhus',
    owner: 'process-owner@plant',
    nobody: '',
  };
  for (const [name, grants] of Object.entries(roles)) {
    await bench.person(name, ...grants.split(' ').filter((grant) => grant !== ''));
    people[name] = await bench.enter(name);
  }
  await shipPlaybooks(bench.host, bench.app.playbooks, [aPlaybook()]);
  await cancelledRun(bench.test.db, aPlaybook(), {
    gateway: gatewayId.parse('gw-a'),
    zone: zoneId.parse('pumps'),
    site: siteId.parse('aarhus'),
  });
  const at = bench.clock.now();
  await bench.posture.round();
  await write(
    bench.test.db,
    Array.from({ length: 25 }, (_, i) =>
      aSample({ sourceMs: at - 25_000 + i * 1_000, values: values({ output_frequency_hz: i }) }),
    ),
  );
  bench.image.apply(
    {
      gateway: gatewayId.parse('gw-a'),
      entity: plant.drives[0]!.entity,
      type: '',
      sourceTime: at,
      receivedAt: at,
      quality: 'good',
      values: values({ output_frequency_hz: 42.5 }),
      extras: new Map([['seal.leak', 0.5]]),
      rejectedFields: [],
    },
    plant.drives[0]!,
  );
  const message = (gw: string | null, n: number) => ({
    gateway: gw === null ? null : gatewayId.parse(gw),
    topic: `te/device/main///m/<b>${n}</b>`,
    reason: n % 2 === 0 ? 'not-json' : 'bad-topic',
    detail: 'x',
    sha256: `${n}`.padStart(64, '0'),
    size: 3,
    head: Buffer.from('abc'),
    at,
  });
  await bench.test.db.transaction((tx) =>
    insertQuarantined(tx, [message('gw-a', 1), message('gw-b', 2), message(null, 3), message('gw-a', 4)]),
  );
  await insertSecurityEvents(bench.test.db, [aSecurityEvent({ at })]);
  const alarms = await alarmBench({ plant, access: bench });
  await alarms.take(alarms.report('ot.drive_fault', 'p1'));
  const incidents = incidentBench({ db: bench.test.db, bus: bench.bus, clock: bench.clock });
  await incidents.take(anAlarm('cert.expired', { at, gateway: 'gw-a' }));
  await bench.json('/api/v1/advisories', {
    method: 'POST',
    cookie: people['root']?.cookie ?? '',
    headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1:3000' },
    body: JSON.stringify(aCveRecord()),
  });
});
afterAll(() => bench.test.close());

/** Something there is, where a path names one. */
const EXAMPLES: Readonly<Record<string, string>> = {
  assets: 'drive:p1',
  playbooks: aPlaybook().id,
  zones: 'pumps',
  drives: 'p1',
  gateways: 'gw-a',
};
const exampleOf = (path: string): string =>
  path.replace('{id}', EXAMPLES[path.split('/')[1] ?? ''] ?? '1').replace('{seq}', '0');

const get = (who: string, path: string) =>
  bench.json(`/api/v1${path}`, { cookie: people[who]?.cookie ?? '' });
const ids = async (who: string, path: string) =>
  ((await get(who, path)).body['items'] as { id: string | number }[]).map((item) => item.id);

describe('who sees what', () => {
  it('nobody is told anything without signing in, nor with a forged cookie', async () => {
    for (const { path } of OPERATIONS) {
      for (const cookie of ['', `zonewatch_session=${'A'.repeat(43)}`, 'zonewatch_session=admin']) {
        const { status, body, response } = await bench.json(`/api/v1${exampleOf(path)}`, {
          cookie,
        });
        expect(status).toBe(401);
        expect(body).toMatchObject({ code: 'access.sign-in-needed', status: 401, type: expect.any(String) });
        expect(response.headers.get('content-type')).toBe('application/problem+json');
        expect(body['requestId']).toBe(response.headers.get('x-request-id'));
      }
    }
  });

  it('lists hold what the caller may see, and counts count no more', async () => {
    expect(await ids('root', '/drives')).toEqual(['f1', 'm1', 'p1', 'p2']);
    expect(await ids('ops', '/drives')).toEqual(['p1', 'p2']);
    expect(await ids('owner', '/zones')).toEqual(['pumps']);
    expect(await ids('lead', '/gateways')).toEqual(['gw-a']);
    expect((await get('ops', '/sites')).body['items']).toEqual([
      expect.objectContaining({ id: 'aarhus', zones: 1, gateways: 1, drives: 2 }),
    ]);
    expect((await get('nobody', '/drives')).status).toBe(403);
  });

  it('another person’s zone looks as if it did not exist, whatever is asked of it', async () => {
    for (const path of ['/drives/m1', '/drives/m1/latest', '/drives/m1/history?signal=output_frequency_hz']) {
      expect(await get('ops', path)).toMatchObject({ status: 404, body: { code: 'not-found' } });
      expect((await get('root', path)).status).toBe(200);
    }
    expect(await get('ops', '/drives/never-heard-of')).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
    expect(await ids('ops', '/drives?zone=mill')).toEqual([]);
    expect(await ids('ops', '/drives?site=odense')).toEqual([]);
  });

  it('quarantine is the administrators’, each their own gateways, the unknown ones of the whole plant’s alone', async () => {
    expect((await ids('root', '/quarantine')).length).toBe(4);
    expect((await ids('local', '/quarantine')).length).toBe(2);
    expect((await ids('local', '/quarantine?gateway=gw-b')).length).toBe(0);
    expect((await ids('root', '/quarantine?gateway=gw-b')).length).toBe(1);
    expect((await ids('root', '/quarantine?reason=not-json')).length).toBe(2);
    expect((await get('lead', '/quarantine')).status).toBe(403);
    expect((await get('ops', '/quarantine')).status).toBe(403);
  });

  it('the audit log opens to responders and above, as far as their own scope goes', async () => {
    expect((await get('ops', '/audit')).status).toBe(403);
    expect((await get('lead', '/audit')).body['items']).toEqual([]);
    const { body } = await get('root', '/audit?action=session.start&limit=2');
    expect(body['items']).toHaveLength(2);
    expect((body['items'] as { seq: number }[])[0]?.seq).toBeGreaterThan(
      (body['items'] as { seq: number }[])[1]?.seq ?? 0,
    );
  });
});

describe('values', () => {
  it('latest tells value, age and quality, and "never" is null, not nought', async () => {
    const { body } = await get('ops', '/drives/p1/latest');
    const signals = body['signals'] as { signal: string }[];
    expect(signals.find((one) => one.signal === 'output_frequency_hz')).toMatchObject({
      value: 42.5,
      unit: 'Hz',
      freshness: 'live',
      quality: 'good',
    });
    expect(signals.find((one) => one.signal === 'motor_current_a')).toMatchObject({
      value: null,
      quality: null,
      receivedAt: null,
      freshness: 'never',
    });
    expect(signals.find((one) => one.signal === 'seal.leak')).toMatchObject({ value: 0.5 });
  });

  it('history gives every sample once over its pages, oldest first', async () => {
    const seen: number[] = [];
    let cursor = '';
    do {
      const from = new Date(bench.clock.now() - 60_000).toISOString();
      const query = `signal=output_frequency_hz&resolution=raw&limit=7&from=${from}${cursor}`;
      const { body } = await get('ops', `/drives/p1/history?${query}`);
      seen.push(...(body['items'] as { avg: number }[]).map((point) => point.avg));
      cursor = body['next'] === null ? '' : `&cursor=${String(body['next'])}`;
    } while (cursor !== '');
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => i));
  });

  it('history of a word is given as it was, without being asked for', async () => {
    const { status, body } = await get('ops', '/drives/p1/history?signal=status_word');
    expect(status).toBe(200);
    expect(body['resolution']).toBe('raw');
  });

  it('history of all time ends after the pages that can hold anything', async () => {
    for (const resolution of ['1h', 'auto']) {
      const query = `signal=output_frequency_hz&from=0001-01-01T00:00:00Z&to=9999-12-31T00:00:00Z&limit=5000&resolution=${resolution}`;
      let cursor = '';
      let pages = 0;
      let counted = 0;
      do {
        const { body } = await get('ops', `/drives/p1/history?${query}${cursor}`);
        counted += (body['items'] as { count: number }[]).reduce((sum, { count }) => sum + count, 0);
        cursor = body['next'] === null ? '' : `&cursor=${String(body['next'])}`;
        pages += 1;
      } while (cursor !== '' && pages < 20);
      expect(pages).toBeLessThan(20);
      expect(counted).toBe(25);
    }
  });

  it('history says what is wrong with a question', async () => {
    for (const query of [
      'signal=output_frequency_hz&from=2026-11-20T10:00:00Z&to=2026-11-20T09:00:00Z',
      `signal=output_frequency_hz&cursor=${encodeCursor('history', 1.5)}`,
      '',
      'signal=nonsense',
      'signal=output_frequency_hz&from=yesterday',
      'signal=output_frequency_hz&resolution=1s',
      'signal=output_frequency_hz&cursor=abc',
    ]) {
      const { status, body } = await get('ops', `/drives/p1/history?${query}`);
      expect(status).toBe(422);
      expect(body['code']).toBe('input.invalid');
      expect(body['issues']).not.toEqual([]);
    }
  });

  it('names with SQL and HTML come back as they are, as JSON that no browser runs', async () => {
    const { body, response } = await get('ops', '/drives/p1');
    expect(body['name']).toBe(NASTY);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await get('ops', `/drives/${encodeURIComponent(`' or 1=1 --`)}`)).toMatchObject({ status: 404 });
  });
});

describe('pages of lists', () => {
  it.each(['/drives', '/quarantine', '/audit', '/zones'])(
    '%s: page by page is the whole, each once',
    async (path) => {
      const key = path === '/audit' ? 'seq' : 'id';
      const whole = (await get('root', `${path}?limit=500`)).body['items'] as Record<string, unknown>[];
      const seen: unknown[] = [];
      let next: unknown = null;
      do {
        const { body } = await get(
          'root',
          `${path}?limit=2${next === null ? '' : `&cursor=${String(next)}`}`,
        );
        const items = body['items'] as Record<string, unknown>[];
        expect(items.length).toBeLessThanOrEqual(2);
        seen.push(...items.map((item) => item[key]));
        next = body['next'];
      } while (next !== null);
      expect(seen).toEqual(whole.map((item) => item[key]));
    },
  );

  it.each(['limit=0', 'limit=501', 'limit=ten', 'cursor=zzz', 'cursor='])('refuses %s', async (query) => {
    expect(await get('root', `/drives?${query}`)).toMatchObject({
      status: 422,
      body: { code: 'input.invalid' },
    });
  });

  it.each(['/audit?actor=%00', '/audit?objectId=a%00b', '/quarantine?reason=%00', '/quarantine?gateway=%00'])(
    'says that %s cannot be looked for',
    async (path) => expect(await get('root', path)).toMatchObject({ status: 422 }),
  );

  it('a cursor of one list does not pass in another', async () => {
    const { body } = await get('root', '/drives?limit=1');
    expect((await get('root', `/zones?cursor=${String(body['next'])}`)).status).toBe(422);
  });
});

describe('the description', () => {
  const document = openApiDocument('1') as { paths: Record<string, unknown>; openapi: string };

  it('has every route below /api/v1, and no other', () => {
    const root = join(import.meta.dirname, '../../src/routes/api/v1');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('+server.ts'),
    );
    const routes = files.map(
      (file) => `/${file.replace(/\/\+server\.ts$/, '').replace(/\[(\w+)(=\w+)?\]/g, '{$1}')}`,
    );
    const described = Object.keys(document.paths).filter((path) => path !== '/login' && path !== '/logout');
    expect(routes.sort()).toEqual(described.sort());
  });

  it('every route file serves the operation of its own path', () => {
    const root = join(import.meta.dirname, '../../src/routes/api/v1');
    const named = new Map(
      OPERATIONS.map(({ path }) => [
        path,
        readFileSync(join(root, path.replace(/\{(\w+)\}/g, '[$1]'), '+server.ts'), 'utf8'),
      ]),
    );
    for (const [path, text] of named) expect(text, path).toMatch(/export const GET = \w+\.handle;/);
    expect(new Set(named.values()).size).toBe(OPERATIONS.length);
  });

  it('names the signals that there are', () => {
    const document = openApiDocument('test') as {
      paths: Record<string, { get: { parameters: { name: string; schema: { enum?: string[] } }[] } }>;
    };
    const { parameters } = document.paths['/drives/{id}/history']!.get;
    expect(parameters.find(({ name }) => name === 'signal')?.schema.enum).toEqual(SIGNAL_KEYS);
  });

  it('is OpenAPI 3.1 whose references all lead somewhere', () => {
    expect(document.openapi).toBe('3.1.0');
    const text = JSON.stringify(document);
    const targets = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(targets.length).toBeGreaterThan(0);
    for (const target of targets) {
      const found = target
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
      expect(found, target).toBeDefined();
    }
    expect(text).toContain('"in":"path"');
    expect(text).not.toContain('undefined');
  });

  it.each(
    OPERATIONS.filter(({ media }) => media === undefined).map(
      (operation) => [operation.path, operation] as const,
    ),
  )('%s answers by its schema', async (path, operation) => {
    const query = path.endsWith('/history') ? '?signal=output_frequency_hz' : '';
    const { status, body } = await get('root', `${exampleOf(path)}${query}`);
    expect(status).toBe(200);
    // Equality, not only validity: nothing leaves that the description does not name.
    expect(operation.response.parse(body)).toEqual(body);
  });

  it.each(
    OPERATIONS.filter(({ media }) => media !== undefined).map(
      (operation) => [operation.path, operation] as const,
    ),
  )('%s answers in the form that it says', async (path, { media }) => {
    await bench.app.audit.sign();
    const response = await bench.ask(`/api/v1${exampleOf(path)}`, { cookie: people['root']?.cookie ?? '' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(media);
    expect(await response.text()).not.toBe('');
  });
});
