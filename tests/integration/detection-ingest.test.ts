import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemActor } from '../../src/lib/domain/access/roles';
import { MINUTE_MS } from '../../src/lib/domain/time';
import { NO_REQUEST } from '../../src/lib/server/access/command';
import { createToken, endToken } from '../../src/lib/server/access/ingest-tokens';
import { perform } from '../../src/lib/server/access/perform';
import { takeRecords } from '../../src/lib/server/ingest/log-records';
import { readEvents } from '../../src/lib/server/storage/gateway-event-store';
import { listTokens } from '../../src/lib/server/storage/ingest-token-store';
import { SMALL_PLANT } from '../support/access';
import { detectionBench, type DetectionBench } from '../support/detection-bench';
import { httpBench, type HttpBench } from '../support/http-bench';
import { GW_042 } from '../support/ingest-builders';

let http: HttpBench;
let bench: DetectionBench;

beforeEach(async () => {
  http = await httpBench(SMALL_PLANT);
  bench = await detectionBench(http.test.db, { clock: http.clock, limits: { eventsPerMinute: 3_000 } });
  Object.assign(http.app, {
    postRecords: (gateway: typeof GW_042, records: Parameters<typeof takeRecords>[2]) =>
      takeRecords(bench.system.sink, gateway, records, http.clock.now()),
  });
});
afterEach(async () => {
  await bench.stop();
  await http.test.close();
});

const root = systemActor('test');
const makeToken = () =>
  perform(http.host, root, createToken, { gateway: GW_042, name: 'syslog' }, NO_REQUEST);

const post = (body: unknown, token: string, headers: Record<string, string> = {}) =>
  http.json('/api/v1/ingest', {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  });
const LINE = 'Failed password for root from 203.0.113.9 port 22 ssh2';

describe('log records over HTTPS', () => {
  it('are written down before they are acknowledged, and become events of the token’s gateway', async () => {
    const { token } = await makeToken();
    const { status, body } = await post({ records: [{ program: 'sshd', line: LINE }] }, token);
    expect({ status, body }).toEqual({ status: 202, body: { accepted: 1 } });
    expect(await readEvents(http.test.db, { gateway: GW_042, limit: 10 })).toMatchObject([
      { type: 'log_record', gateway: 'gw-042', topicId: 'device/main//', body: { line: LINE } },
    ]);
    await bench.detection.settle();
    expect(await bench.events()).toMatchObject([{ type: 'auth.ssh_failed', gateway: 'gw-042', count: 1 }]);
  });

  it('count once when a batch is sent again, and several times where a batch says them several times', async () => {
    const { token } = await makeToken();
    const batch = { records: [1, 2, 2].map((n) => ({ program: 'sshd', line: `${LINE} ${n}` })) };
    await post(batch, token);
    await post(batch, token);
    await bench.detection.settle();
    expect(await bench.events({ type: 'auth.ssh_failed' })).toMatchObject([{ count: 3 }]);
  });

  it('are taken as plain lines, as structured records, and cut at 8 KiB', async () => {
    const { token } = await makeToken();
    const text = `Nov 20 09:00:01 gw sshd[1]: ${LINE}\r\n\n  \nx ${'ä'.repeat(10_000)}`;
    expect(await post(text, token, { 'content-type': 'text/plain' })).toMatchObject({
      body: { accepted: 2 },
    });
    const alert = { signature_id: 1, signature: 'x', severity: 1, category: 'c' };
    const eve = { timestamp: 'x', event_type: 'alert', src_ip: '10.0.0.1', dest_ip: '10.0.0.2', alert };
    expect(await post({ records: [{ json: eve }] }, token)).toMatchObject({ status: 202 });
    const kept = await readEvents(http.test.db, { gateway: GW_042, limit: 10 });
    const lines = kept.flatMap(({ body }) => (body as { line?: string }).line ?? []);
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(8_192);
    await bench.detection.settle();
    expect((await bench.events()).map(({ type }) => type).sort()).toEqual([
      'auth.ssh_failed',
      'ids.alert',
      'unknown',
    ]);
  });

  it('are refused in every form that is not one of records', async () => {
    const { token } = await makeToken();
    for (const body of ['nonsense', { records: [] }, { records: [{}] }, { records: [{ line: 1 }] }, []]) {
      expect(await post(body, token)).toMatchObject({ status: 422, body: { code: 'input.invalid' } });
    }
    const both = { records: [{ line: 'x', json: {} }] };
    expect(await post(both, token)).toMatchObject({ status: 422 });
    expect(await post('<x/>', token, { 'content-type': 'text/xml' })).toMatchObject({ status: 422 });
    expect(await post('\n \n', token, { 'content-type': 'text/plain' })).toMatchObject({ status: 422 });
    const lines = 'x\n'.repeat(2_001);
    expect(await post(lines, token, { 'content-type': 'text/plain' })).toMatchObject({ status: 413 });
    const long = 'x'.repeat(1_024 * 1_024 + 1);
    expect(await post(long, token, { 'content-type': 'text/plain' })).toMatchObject({ status: 413 });
    const announced = { 'content-length': String(1_024 * 1_024 + 1) };
    expect(await post('x', token, announced)).toMatchObject({ status: 413 });
    expect(await readEvents(http.test.db, { gateway: GW_042, limit: 10 })).toEqual([]);
  });

  it('are limited per token, with the time after which more is taken', async () => {
    const { token } = await makeToken();
    const lines = (n: number) => `${'x\n'.repeat(n)}y${n}`;
    expect(await post(lines(1_900), token, { 'content-type': 'text/plain' })).toMatchObject({ status: 202 });
    const refused = await post(lines(500), token, { 'content-type': 'text/plain' });
    expect(refused).toMatchObject({ status: 429, body: { code: 'request.too-many' } });
    expect(Number(refused.response.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = await makeToken();
    expect(await post('x', other.token, { 'content-type': 'text/plain' })).toMatchObject({ status: 202 });
    await http.clock.advance(MINUTE_MS);
    expect(await post(lines(500), token, { 'content-type': 'text/plain' })).toMatchObject({ status: 202 });
  });
});

describe('a token', () => {
  it('is refused when it is missing, made up, in the address, revoked, or its gateway is', async () => {
    const made = await makeToken();
    const good = { records: [{ line: 'x' }] };
    for (const wrong of [
      '',
      'x',
      `zw_ingest_${'A'.repeat(43)}`,
      made.token.slice(0, -1),
      `${made.token} x`,
    ]) {
      const { status, response } = await post(good, wrong);
      expect(status, wrong).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
    }
    const inAddress = await http.json(`/api/v1/ingest?token=${made.token}`, {
      method: 'POST',
      body: JSON.stringify(good),
      headers: { 'content-type': 'application/json' },
    });
    expect(inAddress.status).toBe(401);
    await perform(http.host, root, endToken, { token: made.id }, NO_REQUEST);
    expect(await post(good, made.token)).toMatchObject({
      status: 401,
      body: { code: 'access.token-refused' },
    });
    const other = await makeToken();
    await http.test.db.client.query(`update gateway set revoked_at = now() where id = $1`, [GW_042]);
    expect(await post(good, other.token)).toMatchObject({ status: 401 });
  });

  it('is kept as a hash, shown once, and never in the audit log', async () => {
    const { token, id } = await makeToken();
    const { rows } = await http.test.db.client.query<{ row: string }>(
      `select t::text || coalesce((select string_agg(encode(body, 'escape'), ' ') from audit_entry), '') as row
       from ingest_token t`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).not.toContain(token.slice(10));
    await post({ records: [{ line: 'x' }] }, token);
    expect(await listTokens(http.test.db)).toMatchObject([
      { id, gateway: 'gw-042', name: 'syslog', lastUsedAt: http.clock.now(), revokedAt: null },
    ]);
    const lines = await http.auditLines();
    expect(lines.filter((line) => line.includes(' token.'))).toEqual([
      `system:test token.create token:${id} done`,
    ]);
  });

  it('is for a gateway that may connect, and ends once', async () => {
    const create = (gateway: string) =>
      perform(http.host, root, createToken, { gateway, name: 'x' }, NO_REQUEST);
    await expect(create('gw-nobody')).rejects.toMatchObject({ code: 'not-found' });
    await expect(create('gw/042')).rejects.toMatchObject({ code: 'input.invalid' });
    const { id } = await create(GW_042);
    await perform(http.host, root, endToken, { token: id }, NO_REQUEST);
    await expect(perform(http.host, root, endToken, { token: id }, NO_REQUEST)).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(perform(http.host, root, endToken, { token: 999 }, NO_REQUEST)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
