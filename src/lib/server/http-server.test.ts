import type http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createHttpServer } from './http-server';
import { createLogger } from './log';
import { readSettings } from './settings';

let server: http.Server | undefined;
afterEach(() => server?.close());

async function serve(env: Record<string, string>, handle: http.RequestListener): Promise<string> {
  const host = { mode: 'production' as const, handle };
  server = createHttpServer(readSettings(env, '/srv'), host, createLogger('silent'));
  await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function seen(env: Record<string, string>, headers: Record<string, string>) {
  let got: http.IncomingHttpHeaders = {};
  const url = await serve(env, (request, response) => {
    got = request.headers;
    response.end();
  });
  await fetch(url, { headers });
  return {
    protocol: got['x-forwarded-proto'],
    address: got['x-zonewatch-client-address'],
    origin: got.origin,
    range: got.range,
    coding: got['accept-encoding'],
  };
}

const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '198.51.100.7, 203.0.113.9' };

it('believes no forwarding header from an unlisted peer', async () => {
  expect(await seen({}, { ...forwarded, 'x-zonewatch-client-address': '192.0.2.1' })).toMatchObject({
    protocol: 'http',
    address: '127.0.0.1',
  });
});

it('takes the nearest unvouched address of the chain from a listed proxy', async () => {
  expect(await seen({ TRUSTED_PROXY: '127.0.0.0/8' }, forwarded)).toMatchObject({
    protocol: 'https',
    address: '203.0.113.9',
  });
  server?.close();
  expect(await seen({ TRUSTED_PROXY: '127.0.0.1,203.0.113.9' }, forwarded)).toMatchObject({
    address: '198.51.100.7',
  });
});

it('vouches for a script that signs in, and never for what carries cookies or names another origin', async () => {
  expect((await seen({}, {})).origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  server?.close();
  expect((await seen({}, { cookie: 'zonewatch_session=x' })).origin).toBeUndefined();
  server?.close();
  expect((await seen({}, { origin: 'http://evil.example' })).origin).toBe('http://evil.example');
});

it.each([
  ['bytes=0-99', 'bytes=0-99'],
  ['bytes=100-', 'bytes=100-'],
  ['bytes=7-7', 'bytes=7-7'],
  ['bytes=5-2', undefined],
  ['bytes=-500', undefined],
  ['bytes=0-1,4-5', undefined],
  ['lines=0-1', undefined],
  ['bytes=', undefined],
])('of the range %j the file server sees %j', async (range, passed) => {
  expect((await seen({}, { range })).range).toBe(passed);
});

it('lets a range with a condition be', async () => {
  expect((await seen({}, { range: 'bytes=0-9', 'if-range': 'W/"1"' })).range).toBeUndefined();
});

it('names the one coding that files and pages are sent in', async () => {
  expect((await seen({}, { 'accept-encoding': 'gzip, deflate, br' })).coding).toBe('br');
  server?.close();
  expect((await seen({}, { 'accept-encoding': 'br;q=0, gzip' })).coding).toBe('gzip');
  server?.close();
  expect((await seen({}, { 'accept-encoding': 'identity' })).coding).toBe('identity');
});

it('loses the one request that the handler throws at, now or later', async () => {
  const url = await serve({}, (request, response) => {
    if (request.url === '/fine') return void response.end('fine');
    if (request.url === '/later') return Promise.reject(new Error('later')) as never;
    throw new RangeError('now');
  });
  expect((await fetch(`${url}/now`)).status).toBe(500);
  expect((await fetch(`${url}/later`)).status).toBe(500);
  expect(await (await fetch(`${url}/fine`)).text()).toBe('fine');
});
