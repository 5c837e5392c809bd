import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../src/lib/domain/time';
import { PASSWORD, SMALL_PLANT, type Entered } from '../support/access';
import { httpBench, type HttpBench } from '../support/http-bench';

const OWN = 'http://127.0.0.1:3000';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };

let bench: HttpBench;
let root: Entered;

beforeAll(async () => {
  bench = await httpBench(SMALL_PLANT);
  await bench.person('root', 'administrator@plant');
  await bench.person('kim', 'operator@plant');
  root = await bench.enter('root');
});
afterAll(() => bench.test.close());

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const kim = { username: 'kim', password: PASSWORD };

describe('signing in by script', () => {
  it.each([
    ['form fields', FORM, form(kim)],
    ['JSON', JSON_TYPE, JSON.stringify(kim)],
  ])('with %s gives a cookie that opens the API', async (_what, headers, body) => {
    const response = await bench.ask('/login', { method: 'POST', headers, body });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ person: { id: 'kim' } });
    const set = response.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/"httpOnly":true/);
    expect(set).toMatch(/"sameSite":"lax"/);
    expect(set).toMatch(/"secure":false/);
    const cookie = set.split(';')[0] ?? '';
    expect((await bench.ask('/api/v1/sites', { cookie })).status).toBe(200);
  });

  it('over TLS the cookie stays on TLS, and the browser is told to do so too', async () => {
    const request = { method: 'POST', headers: FORM, body: form(kim), origin: 'https://plant.example' };
    const response = await bench.ask('/login', request);
    expect(response.headers.get('set-cookie')).toMatch(/"secure":true/);
    expect(response.headers.get('strict-transport-security')).toMatch(/max-age=\d+/);
    expect((await bench.ask('/healthz')).headers.has('strict-transport-security')).toBe(false);
  });

  it('wrong, missing and broken credentials are said so as problems, without a cookie', async () => {
    const tries: [string, Record<string, string>, number][] = [
      [form({ username: 'kim', password: 'wrong' }), FORM, 401],
      [form({ username: 'kim' }), FORM, 422],
      ['{"username":', JSON_TYPE, 422],
      ['[]', JSON_TYPE, 422],
      ['', {}, 422],
    ];
    for (const [body, headers, status] of tries) {
      const response = await bench.ask('/login', { method: 'POST', headers, body, address: '192.0.2.50' });
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(response.headers.has('set-cookie')).toBe(false);
    }
  });

  it('too many attempts are told how long to wait', async () => {
    let response = new Response();
    for (let i = 0; i < 8; i++) {
      const body = form({ username: 'kim', password: `wrong ${i}` });
      response = await bench.ask('/login', { method: 'POST', headers: FORM, body, address: '192.0.2.60' });
    }
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('signing out ends the session', async () => {
    const entered = await bench.enter('kim');
    const headers = { origin: OWN };
    const out = await bench.ask('/logout', { method: 'POST', cookie: entered.cookie, headers });
    expect(out.status).toBe(204);
    expect((await bench.ask('/api/v1/sites', { cookie: entered.cookie })).status).toBe(401);
  });
});

describe('requests from elsewhere', () => {
  const add = (person: string, headers: Record<string, string>) =>
    bench.ask('/test/people', {
      method: 'POST',
      cookie: root.cookie,
      headers: { ...JSON_TYPE, ...headers },
      body: JSON.stringify({ person, displayName: 'X' }),
    });

  it('JSON with a foreign origin, or with none beside a cookie, is refused, written down and does nothing', async () => {
    expect((await add('eve', { origin: 'http://evil.example' })).status).toBe(403);
    expect((await add('eve', {})).status).toBe(403);
    const { rows } = await bench.test.db.client.query(`select 1 from person where id = 'eve'`);
    expect(rows).toEqual([]);
    expect(await bench.auditLines()).toContain('anonymous request installation:installation refused');
  });

  it('the same from our own page does what it says', async () => {
    expect((await add('eve', { origin: OWN })).status).toBe(200);
  });

  it('signing in from another site is refused as well', async () => {
    const headers = { ...FORM, origin: 'http://evil.example' };
    expect((await bench.ask('/login', { method: 'POST', headers, body: form(kim) })).status).toBe(403);
  });
});

describe('mutations over the API', () => {
  it('take permission, schema and fresh password from the command', async () => {
    const entered = await bench.enter('kim');
    const send = (cookie: string, body: object) =>
      bench.json('/test/people', {
        method: 'POST',
        cookie,
        headers: { ...JSON_TYPE, origin: OWN },
        body: JSON.stringify(body),
      });
    expect(await send('', { person: 'x1' })).toMatchObject({ status: 401 });
    expect(await send(entered.cookie, { person: 'x1', displayName: 'X' })).toMatchObject({
      status: 403,
      body: { code: 'access.denied' },
    });
    expect(await send(root.cookie, { person: 'Not Valid', displayName: '' })).toMatchObject({
      status: 422,
      body: { issues: [{ path: 'person' }, { path: 'displayName' }] },
    });
    await bench.clock.advance(6 * MINUTE_MS);
    expect(await send(root.cookie, { person: 'x1', displayName: 'X' })).toMatchObject({
      status: 403,
      body: { code: 'access.reauthentication-needed' },
    });
  });

  it('a body larger than is accepted is refused before it is read', async () => {
    const headers = { ...FORM, 'content-length': String(1_024 * 1_024) };
    expect((await bench.ask('/login', { method: 'POST', headers, body: 'x=y' })).status).toBe(413);
  });

  it('a body that turns out too large while it is read is the same refusal, not a failure of ours', async () => {
    const body = new ReadableStream({
      pull: (stream) => stream.error(Object.assign(new Error('Payload Too Large'), { status: 413 })),
    });
    const { status, body: answer } = await bench.json('/login', { method: 'POST', headers: JSON_TYPE, body });
    expect(status).toBe(413);
    expect(answer).toMatchObject({ code: 'input.too-large' });
  });
});

describe('every answer', () => {
  it.each(['/api/v1/sites', '/healthz', '/nowhere', '/api/v1/nowhere'])(
    '%s forbids framing, sniffing and storing',
    async (path) => {
      const { headers } = await bench.ask(path);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('permissions-policy')).toContain('camera=()');
      expect(headers.get('cache-control')).toContain('no-store');
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('below /api even the framework’s own refusals are problem details', async () => {
    const { status, body, response } = await bench.json('/api/v1/nowhere');
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'not-found', status: 404 });
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('operations', () => {
  it('liveness and readiness answer anybody; readiness tells the faulty part', async () => {
    expect((await bench.ask('/healthz')).status).toBe(200);
    expect(await bench.json('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
    const whole = bench.app.readiness;
    Object.assign(bench.app, {
      readiness: () => [{ name: 'broker', ok: false, detail: 'The MQTT endpoint is down.', since: 0 }],
    });
    expect(await bench.json('/readyz')).toMatchObject({
      status: 503,
      body: { parts: [{ name: 'broker', ok: false }] },
    });
    Object.assign(bench.app, { readiness: whole });
  });

  it('measurements are for the machine itself and for administrators', async () => {
    expect((await bench.ask('/metrics', { address: '127.0.0.1' })).status).toBe(200);
    expect((await bench.ask('/metrics')).status).toBe(401);
    expect((await bench.ask('/metrics', { cookie: (await bench.enter('kim')).cookie })).status).toBe(403);
    const response = await bench.ask('/metrics', { cookie: (await bench.enter('root')).cookie });
    expect(await response.text()).toContain('zonewatch_');
  });
});
