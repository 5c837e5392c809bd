import { afterAll, beforeAll, expect, it } from 'vitest';
import { ANONYMOUS } from '../../src/lib/domain/access/roles';
import { MINUTE_MS } from '../../src/lib/domain/time';
import { perform } from '../../src/lib/server/access/perform';
import { signIn } from '../../src/lib/server/access/sign-in';
import { accessBench, from, PASSWORD, type AccessBench } from '../support/access';

let bench: AccessBench;

beforeAll(async () => {
  bench = await accessBench();
  for (const name of ['kim', 'lee', 'pat']) await bench.person(name, 'operator@plant');
});
afterAll(() => bench.test.close());

const attempt = (username: string, password: string, address: string) =>
  perform(bench.host, ANONYMOUS, signIn, { username, password }, from(address)).then(
    () => 'in',
    (error: { code: string }) => error.code,
  );

async function fail(username: string, address: string, times: number): Promise<string[]> {
  const codes: string[] = [];
  for (let i = 0; i < times; i++) codes.push(await attempt(username, 'wrong', address));
  return codes;
}

it('a name nobody has and a wrong password get the same answer', async () => {
  const failure = (username: string) =>
    perform(bench.host, ANONYMOUS, signIn, { username, password: 'wrong' }, from('198.51.100.1')).catch(
      String,
    );
  expect(await failure('kim')).toBe(await failure('nobody-of-that-name'));
  expect(await failure(`kim'; drop table person; --`)).toBe(await failure('kim'));
});

it('names are found however they are capitalised', async () => {
  expect(await attempt(' Kim ', PASSWORD, '198.51.100.2')).toBe('in');
});

it('guessing is slowed down for this account at this address, and its person gets in elsewhere', async () => {
  const codes = await fail('kim', '203.0.113.1', 7);
  expect(codes.slice(0, 5)).toEqual(Array(5).fill('access.bad-credentials'));
  expect(codes[6]).toBe('access.too-many-attempts');
  expect(await attempt('kim', PASSWORD, '203.0.113.1')).toBe('access.too-many-attempts');
  expect(await attempt('kim', PASSWORD, '203.0.113.2')).toBe('in');
  await bench.clock.advance(15 * MINUTE_MS);
  expect(await attempt('kim', PASSWORD, '203.0.113.1')).toBe('in');
});

it('guessing at many names from one address slows that address, but not those who sign in there every day', async () => {
  const address = '203.0.113.30';
  expect(await attempt('lee', PASSWORD, address)).toBe('in');
  for (let i = 0; i < 30; i++) await attempt(`name-${i}`, 'wrong', address);
  expect(await attempt('pat', PASSWORD, address)).toBe('access.too-many-attempts');
  expect(await attempt('lee', PASSWORD, address)).toBe('in');
  expect(await attempt('pat', PASSWORD, '203.0.113.31')).toBe('in');
  await bench.clock.advance(MINUTE_MS);
  expect(await attempt('pat', PASSWORD, address)).toBe('in');
});

it('a hundred guesses at once do not all get through before the first is counted', async () => {
  const codes = await Promise.all(Array.from({ length: 30 }, () => attempt('lee', 'wrong', '203.0.113.40')));
  expect(codes.filter((code) => code === 'access.bad-credentials').length).toBeLessThanOrEqual(5);
});

it('sign-ins are written down; failures are counted together, invented names never written', async () => {
  const start = (await bench.auditLines()).length;
  await fail('pat', '203.0.113.50', 4);
  expect(await attempt('pat', PASSWORD, '203.0.113.50')).toBe('in');
  await attempt('my-secret-password-typed-as-name', 'x', '203.0.113.50');
  await bench.clock.advance(MINUTE_MS);
  await bench.host.refusals.flush();
  const lines = (await bench.auditLines()).slice(start);
  expect(lines.filter((line) => line === 'anonymous session.start person:pat refused')).toHaveLength(2);
  expect(lines.filter((line) => line === 'pat session.start person:pat done')).toHaveLength(1);
  expect(lines.join()).not.toContain('my-secret');
  const { rows } = await bench.test.db.client.query<{ times: string }>(
    `select convert_from(body, 'UTF8')::jsonb #>> '{facts,times}' as times from audit_entry
     where object_id = 'pat' and result = 'refused'
       and convert_from(body, 'UTF8')::jsonb ->> 'src_ip' = '203.0.113.50' order by seq`,
  );
  expect(rows.map((row) => row.times)).toEqual(['1', '3']);
});

it('a flood of different names fills no log', async () => {
  const start = (await bench.auditLines()).length;
  for (let i = 0; i < 150; i++) {
    await bench.host.refusals.note({
      actor: ANONYMOUS,
      action: 'session.start',
      code: 'access.bad-credentials',
      object: { type: 'person', id: `p${i}` },
      meta: from(`198.51.100.${i}`),
    });
  }
  expect((await bench.auditLines()).length - start).toBeLessThanOrEqual(101);
});
