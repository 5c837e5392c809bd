import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ANONYMOUS } from '../../src/lib/domain/access/roles';
import { HOUR_MS, MINUTE_MS } from '../../src/lib/domain/time';
import { changePassword, endOwnSessions, listSessions } from '../../src/lib/server/access/own-account';
import { disablePerson, setGrants } from '../../src/lib/server/access/people';
import { perform } from '../../src/lib/server/access/perform';
import { publicSession, SESSION_COOKIE } from '../../src/lib/server/access/sessions';
import { reauthenticate, signIn, signOut } from '../../src/lib/server/access/sign-in';
import type { BusEvents } from '../../src/lib/server/bus';
import { accessBench, from, PASSWORD, type AccessBench } from '../support/access';

let bench: AccessBench;
let ended: BusEvents['session.ended'][];

beforeAll(async () => {
  bench = await accessBench();
  await bench.person('kim', 'operator@plant');
  await bench.person('root', 'administrator@plant');
  await bench.person('second', 'administrator@plant');
});
afterAll(() => bench.test.close());
beforeEach(() => {
  ended = [];
  bench.bus.off(bench);
  bench.bus.on(bench, 'session.ended', (event) => ended.push(event));
});

it('who signs in is known by the cookie, with roles and the time the password was entered', async () => {
  const kim = await bench.enter('kim');
  const { actor, expiresAt, sessionId } = await kim.now();
  expect(actor).toMatchObject({ id: 'kim', kind: 'person', authMethod: 'password', readOnly: false });
  expect(actor.grants).toEqual([{ role: 'operator', scope: { kind: 'plant' } }]);
  expect(actor.authenticatedAt).toBe(bench.clock.now());
  expect(expiresAt).toBe(bench.clock.now() + 12 * HOUR_MS);
  expect(sessionId.startsWith(actor.session ?? '-')).toBe(true);
});

it('the database holds a hash of the cookie’s secret and nothing that signs anybody in', async () => {
  const kim = await bench.enter('kim');
  const { rows } = await bench.test.db.client.query<{ id: string }>('select id from session');
  const ids = rows.map((row) => row.id);
  expect(ids).toContain(kim.signedIn.sessionId);
  for (const id of ids) {
    expect(id).not.toContain(kim.signedIn.token);
    expect(await bench.sessions.authenticate(`${SESSION_COOKIE}=${id}`)).toBeUndefined();
  }
});

it.each([
  ['nothing', undefined],
  ['an empty header', ''],
  ['a random secret', `${SESSION_COOKIE}=${'a'.repeat(43)}`],
  ['a short one', `${SESSION_COOKIE}=abc`],
  ['a broken escape', `other=%E0%A4%A; ${SESSION_COOKIE}=%zz`],
  ['SQL', `${SESSION_COOKIE}=' or '1'='1`],
  ['another cookie’s name', `x${SESSION_COOKIE}=${'a'.repeat(43)}`],
])('a forged cookie is nobody: %s', async (_what, header) => {
  expect(await bench.sessions.authenticate(header)).toBeUndefined();
});

it('other cookies of the host, broken ones too, do not get in the way', async () => {
  const kim = await bench.enter('kim');
  expect(await bench.sessions.authenticate(`a=1; b=%E0%A4%A;  ${kim.cookie}; c=2`)).toMatchObject({
    actor: { id: 'kim' },
  });
});

it('after twelve hours a session looks and does not act; the password in place lets it act again', async () => {
  const kim = await bench.enter('kim');
  await bench.clock.advance(12 * HOUR_MS);
  expect((await kim.now()).actor.readOnly).toBe(true);
  const change = { current: PASSWORD, password: 'an entirely other thing' };
  const { actor } = await kim.now();
  await expect(perform(bench.host, actor, changePassword, change, kim.meta)).rejects.toMatchObject({
    code: 'access.reauthentication-needed',
  });
  await perform(bench.host, actor, reauthenticate, { password: PASSWORD }, kim.meta);
  const again = await kim.now();
  expect(again.actor.readOnly).toBe(false);
  expect(again.expiresAt).toBe(bench.clock.now() + 12 * HOUR_MS);
  expect(again.sessionId).toBe(kim.signedIn.sessionId);
});

it('use alone never lengthens a session, and after looking on for as long again it is over', async () => {
  const kim = await bench.enter('kim');
  for (let hour = 0; hour < 23; hour++) {
    await bench.clock.advance(HOUR_MS);
    await kim.now();
  }
  await bench.clock.advance(HOUR_MS);
  expect(await bench.sessions.authenticate(kim.cookie)).toBeUndefined();
});

it('a wrong password does not renew, and is written down as refused', async () => {
  const kim = await bench.enter('kim', '192.0.2.77');
  const before = await kim.now();
  await bench.clock.advance(MINUTE_MS);
  await expect(
    perform(bench.host, before.actor, reauthenticate, { password: 'wrong' }, kim.meta),
  ).rejects.toMatchObject({ code: 'access.bad-credentials' });
  expect((await kim.now()).expiresAt).toBe(before.expiresAt);
  expect(await bench.auditLines()).toContain('kim session.renew person:kim refused');
});

it('signing out ends this session, at once and for good', async () => {
  const kim = await bench.enter('kim');
  const other = await bench.enter('kim');
  await perform(bench.host, (await kim.now()).actor, signOut, undefined, kim.meta);
  expect(await bench.sessions.authenticate(kim.cookie)).toBeUndefined();
  expect((await other.now()).actor.id).toBe('kim');
  expect(ended).toEqual([{ sessions: [kim.signedIn.sessionId], person: 'kim' }]);
});

it('own sessions are listed and ended one by one or all others; nobody ends another person’s', async () => {
  const [here, there, away] = [await bench.enter('kim'), await bench.enter('kim'), await bench.enter('kim')];
  const root = await bench.enter('root');
  const { actor } = await here.now();
  const shown = await listSessions(
    bench.test.db,
    await bench.person('kim', 'operator@plant'),
    here.signedIn.sessionId,
  );
  expect(shown.filter((one) => one.isPresent).map((one) => one.id)).toEqual([
    publicSession(here.signedIn.sessionId),
  ]);

  const session = publicSession(there.signedIn.sessionId);
  await perform(bench.host, (await root.now()).actor, endOwnSessions, { session }, root.meta);
  expect((await there.now()).actor.id).toBe('kim');
  await perform(bench.host, actor, endOwnSessions, { session }, here.meta);
  expect(await bench.sessions.authenticate(there.cookie)).toBeUndefined();
  await perform(bench.host, actor, endOwnSessions, { others: 'yes' }, here.meta);
  expect(await bench.sessions.authenticate(away.cookie)).toBeUndefined();
  expect((await here.now()).actor.id).toBe('kim');
});

it('changing the password wants the present one and a good new one, and ends the other sessions', async () => {
  await bench.person('lee', 'operator@plant');
  const [here, there] = [await bench.enter('lee', '192.0.2.9'), await bench.enter('lee', '192.0.2.9')];
  const { actor } = await here.now();
  const change = (current: string, password: string) =>
    perform(bench.host, actor, changePassword, { current, password }, here.meta);
  await expect(change('wrong', 'an entirely other thing')).rejects.toMatchObject({
    code: 'access.bad-credentials',
  });
  await expect(change(PASSWORD, 'danfoss-2026-pump')).rejects.toMatchObject({ code: 'access.password-weak' });
  await change(PASSWORD, 'an entirely other thing');
  expect(await bench.sessions.authenticate(there.cookie)).toBeUndefined();
  expect((await here.now()).actor.id).toBe('lee');
  const again = (password: string) =>
    perform(bench.host, ANONYMOUS, signIn, { username: 'lee', password }, from('192.0.2.9'));
  await expect(again(PASSWORD)).rejects.toMatchObject({ code: 'access.bad-credentials' });
  expect((await again('an entirely other thing')).person.id).toBe('lee');
});

it('roles that change hold from the next request on; a disabled account is out and stays out', async () => {
  await bench.person('pat', 'operator@plant');
  const pat = await bench.enter('pat');
  const root = await bench.enter('root');
  const { actor } = await root.now();
  await perform(bench.host, actor, setGrants, { person: 'pat', grants: 'manager@site:aarhus' }, root.meta);
  expect((await pat.now()).actor.grants).toEqual([
    { role: 'manager', scope: { kind: 'site', site: 'aarhus' } },
  ]);
  await perform(bench.host, actor, disablePerson, { person: 'pat', reason: 'left the plant' }, root.meta);
  expect(await bench.sessions.authenticate(pat.cookie)).toBeUndefined();
  expect(ended).toEqual([{ sessions: 'all-of-person', person: 'pat' }]);
  await expect(bench.enter('pat')).rejects.toMatchObject({ code: 'access.bad-credentials' });
});
