import { beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../src/lib/domain/time';
import { SESSION_COOKIE } from '../../src/lib/server/access/sessions';
import { PASSWORD, SMALL_PLANT, type Entered } from '../support/access';
import { httpBench, type HttpBench } from '../support/http-bench';

let bench: HttpBench;
let kim: Entered;
let ended: Entered;

beforeAll(async () => {
  bench = await httpBench(SMALL_PLANT);
  await bench.person('kim', 'operator@plant');
  kim = await bench.enter('kim');
  ended = await bench.enter('kim');
  for (const one of [kim, ended]) await one.now();
  const headers = { origin: 'http://127.0.0.1:3000' };
  await bench.ask('/logout', { method: 'POST', cookie: ended.cookie, headers });
  await bench.test.close();
  // A pool that was closed by ourselves is no longer watched; what the watch would say is said here.
  const availability = () => ({ state: 'unavailable', reason: 'unreachable', since: bench.clock.now() });
  Object.assign(bench.app.database, { availability });
});

describe('while the database is away', () => {
  it('whoever was seen before goes on looking at live values', async () => {
    expect(await bench.json('/api/v1/zones', { cookie: kim.cookie })).toMatchObject({ status: 200 });
  });

  it('a session that ended before stays ended, and nobody new is taken for somebody', async () => {
    for (const cookie of [ended.cookie, `${SESSION_COOKIE}=${'A'.repeat(43)}`, '']) {
      expect(await bench.json('/api/v1/zones', { cookie })).toMatchObject({
        status: 503,
        body: { code: 'database.unavailable' },
      });
    }
  });

  it('signing in says why it cannot be, and when to try again', async () => {
    const body = JSON.stringify({ username: 'kim', password: PASSWORD });
    const headers = { 'content-type': 'application/json' };
    const { status, response } = await bench.json('/login', { method: 'POST', headers, body });
    expect(status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('what needs the database says so, and liveness does not need it', async () => {
    expect((await bench.ask('/api/v1/drives/none/history', { cookie: kim.cookie })).status).toBe(422);
    expect((await bench.ask('/healthz')).status).toBe(200);
  });

  it('a remembered session runs out all the same', async () => {
    await bench.clock.advance(24 * HOUR_MS);
    expect((await bench.ask('/api/v1/zones', { cookie: kim.cookie })).status).toBe(503);
  });
});
