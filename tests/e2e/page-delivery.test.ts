import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { DEMO_PASSWORD } from '../support/demo-plant';

const url = inject('plantUrl');

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** As it came over the line. */
  body: Buffer;
}

/** Asks without the help of a client that would unpack what it gets. */
const ask = (path: string, headers: OutgoingHttpHeaders = {}, method = 'GET') =>
  new Promise<Answer>((resolve, reject) => {
    const sent = request(url + path, { method, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts),
        }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });

const CODINGS = [
  ['br, gzip', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['identity', undefined, (body: Buffer) => body],
] as const;

describe('a file of the build', () => {
  let script: string;
  beforeAll(async () => {
    script =
      /\/_app\/immutable\/entry\/start\.[^"']+\.js/.exec((await ask('/login')).body.toString())?.[0] ?? '';
    expect(script).not.toBe('');
  });

  it.each(CODINGS)('is sent to one that takes %s in %s', async (accepts, coding, unpack) => {
    const { status, headers, body } = await ask('/schemas/plant-file.schema.json', {
      'accept-encoding': accepts,
    });
    expect(status).toBe(200);
    expect(headers['content-encoding']).toBe(coding);
    expect(headers['vary']).toBe('Accept-Encoding');
    expect(headers['content-length']).toBe(String(body.length));
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(JSON.parse(unpack(body).toString())).toHaveProperty('$schema');
  });

  it('with a hash in its name is kept for good, another for an hour, the name of the build never', async () => {
    const keep = async (path: string) => (await ask(path)).headers['cache-control'];
    expect(await keep(script)).toMatch(/max-age=31536000.*immutable/);
    expect(await keep('/favicon.svg')).toBe('public, max-age=3600');
    expect(await keep('/_app/version.json')).toBe('no-cache');
    expect(await keep('/schemas/none.json')).toBe('private, no-store');
  });

  it('is not sent again to one that has it', async () => {
    for (const path of [script, '/favicon.svg', '/api/v1/openapi.json']) {
      const first = await ask(path, { 'accept-encoding': 'br' });
      const again = await ask(path, { 'accept-encoding': 'br', 'if-none-match': first.headers.etag });
      expect([path, again.status, again.body.length]).toEqual([path, 304, 0]);
      expect(again.headers['cache-control']).toBe(first.headers['cache-control']);
    }
  });

  it('tells its size to one that asks for its head', async () => {
    const whole = await ask(script, { 'accept-encoding': 'br' });
    const head = await ask(script, { 'accept-encoding': 'br' }, 'HEAD');
    expect(head.status).toBe(200);
    expect(head.body.length).toBe(0);
    expect(head.headers['content-length']).toBe(String(whole.body.length));
    expect(head.headers['content-encoding']).toBe('br');
  });

  it('is sent in part to one that asks for a part, and whole when the part makes no sense', async () => {
    const whole = await ask('/favicon.svg');
    const part = await ask('/favicon.svg', { range: 'bytes=2-5' });
    expect(part.status).toBe(206);
    expect(part.headers['content-range']).toBe(`bytes 2-5/${whole.body.length}`);
    expect(part.body).toEqual(whole.body.subarray(2, 6));
    for (const range of ['bytes=5-2', 'bytes=-3', 'bytes=0-1,3-4', 'bytes=x-y']) {
      const answer = await ask('/favicon.svg', { range });
      expect([range, answer.status, answer.body.length]).toEqual([range, 200, whole.body.length]);
    }
    expect((await ask('/favicon.svg', { range: 'bytes=100000-' })).status).toBe(416);
    expect((await ask('/readyz')).status).toBe(200);
  });
});

describe('a page', () => {
  let cookie: string;
  beforeAll(async () => {
    const response = await fetch(`${url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ username: 'administrator', password: DEMO_PASSWORD }),
    });
    cookie = String(response.headers.get('set-cookie')).split(';')[0] ?? '';
  });
  const PLANT = [
    '/overview',
    '/overview/__data.json',
    '/sites',
    '/sites/aldermere',
    '/gateways',
    '/gateways/gw-004',
    '/drives/mp-101',
    '/drives/mp-101/__data.json',
    '/api/v1/drives?limit=50',
    '/api/v1/openapi.json',
  ];

  it.each(CODINGS)('of the plant is sent to one that takes %s in %s', async (accepts, coding, unpack) => {
    for (const path of PLANT) {
      const { status, headers, body } = await ask(path, { cookie, 'accept-encoding': accepts });
      expect([path, status, headers['content-encoding']]).toEqual([path, 200, coding]);
      expect(headers['vary']?.toLowerCase()).toContain('accept-encoding');
      expect(unpack(body).length).toBeGreaterThan(1_024);
      if (coding !== undefined) expect(body.length).toBeLessThan(unpack(body).length / 2);
    }
  });

  it('of the plant repeats nothing of its address but names that exist', async () => {
    for (const path of PLANT.filter((one) => !one.includes('?'))) {
      const { body } = await ask(`${path}?guess=zebra-crossing&range=zebra-crossing&zebra-crossing`, {
        cookie,
      });
      expect([path, body.includes('zebra-crossing')]).toEqual([path, false]);
    }
  });

  it('to sign in, of people, of one person or of the log is never packed', async () => {
    for (const path of ['/login', '/account', '/people', '/audit', '/audit/__data.json', '/api/v1/audit']) {
      const { status, headers } = await ask(path, {
        ...(path === '/login' ? {} : { cookie }),
        'accept-encoding': 'br, gzip',
      });
      expect([path, status, headers['content-encoding']]).toEqual([path, 200, undefined]);
    }
  });
});
