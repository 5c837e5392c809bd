import { afterAll, beforeAll, expect, it } from 'vitest';
import { ANONYMOUS } from '../../src/lib/domain/access/roles';
import { MINUTE_MS } from '../../src/lib/domain/time';
import { perform } from '../../src/lib/server/access/perform';
import { issueSetupCode, SetupDesk, setUpInstallation } from '../../src/lib/server/access/setup';
import { accessBench, from, PASSWORD, type AccessBench } from '../support/access';
import { until } from '../support/until';

let bench: AccessBench;
beforeAll(async () => void (bench = await accessBench()));
afterAll(() => bench.test.close());

const setUp = (code: string, person = 'first', password = PASSWORD, address = '192.0.2.1') =>
  perform(
    bench.host,
    ANONYMOUS,
    setUpInstallation,
    { code, person, displayName: 'First', password },
    from(address),
  ).then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const issue = async () => (await issueSetupCode(bench.test.db, bench.clock)) ?? 'none';

it('without a code nobody becomes administrator', async () => {
  expect(await setUp('abcd-efgh-jkmn')).toBe('access.bad-credentials');
});

it('a code holds for half an hour, and only the newest', async () => {
  const old = await issue();
  const code = await issue();
  expect(await setUp(old)).toBe('access.bad-credentials');
  await bench.clock.advance(30 * MINUTE_MS);
  expect(await setUp(code)).toBe('access.bad-credentials');
});

it('the code is stored as a hash', async () => {
  const code = await issue();
  const { rows } = await bench.test.db.client.query<{ hash: string }>('select hash from setup_code');
  expect(rows[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(rows[0]?.hash).not.toContain(code);
});

it('a weak password leaves the code usable; then one of two at once gets in, and the door is shut', async () => {
  const code = await issue();
  expect(await setUp(code, 'first', 'administrator1')).toBe('access.password-weak');
  const outcomes = await Promise.all([
    setUp(` ${code.toUpperCase()} `, 'first', PASSWORD, '192.0.2.11'),
    setUp(code, 'rival', PASSWORD, '192.0.2.12'),
  ]);
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
  expect(await setUp(code, 'late', PASSWORD, '192.0.2.13')).toBe('access.setup-closed');
  expect(await issueSetupCode(bench.test.db, bench.clock)).toBeUndefined();
});

it('codes are announced anew while they run out, and no more once there is an administrator', async () => {
  const fresh = await accessBench();
  const codes: string[] = [];
  const stop = new AbortController();
  const running = new SetupDesk(fresh.test.db, fresh.clock, (code) => codes.push(code)).run(stop.signal);
  await until(() => codes.length === 1);
  await until(() => fresh.clock.sleepers === 1);
  await fresh.clock.advance(30 * MINUTE_MS);
  await until(() => codes.length === 2);
  await fresh.person('root', 'administrator@plant');
  await until(() => fresh.clock.sleepers === 1);
  await fresh.clock.advance(30 * MINUTE_MS);
  await until(() => fresh.clock.sleepers === 1);
  expect(codes).toHaveLength(2);
  stop.abort();
  await running;
  await fresh.test.close();
});
