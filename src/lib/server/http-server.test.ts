import type http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createHttpServer } from './http-server';
import { readSettings } from './settings';

let server: http.Server | undefined;
afterEach(() => server?.close());

async function seen(env: Record<string, string>, headers: Record<string, string>) {
  let got: http.IncomingHttpHeaders = {};
  const host = {
    mode: 'production' as const,
    handle: (request: http.IncomingMessage, response: http.ServerResponse) => {
      got = request.headers;
      response.end();
    },
  };
  server = createHttpServer(readSettings(env, '/srv'), host);
  await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await fetch(`http://127.0.0.1:${port}/`, { headers });
  return {
    protocol: got['x-forwarded-proto'],
    address: got['x-zonewatch-client-address'],
    origin: got.origin,
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
