import { afterAll, beforeAll, expect, it } from 'vitest';
import { cliActor, type Actor } from '../../src/lib/domain/access/roles';
import { DAY_MS, MINUTE_MS } from '../../src/lib/domain/time';
import { AccountSweep } from '../../src/lib/server/access/account-sweep';
import { NO_REQUEST } from '../../src/lib/server/access/command';
import {
  addPerson,
  disablePerson,
  enablePerson,
  endSessionsOf,
  resetPassword,
  setGrants,
} from '../../src/lib/server/access/people';
import { listPeople } from '../../src/lib/server/access/people-list';
import { perform } from '../../src/lib/server/access/perform';
import { accessBench, SMALL_PLANT, type AccessBench, type Entered } from '../support/access';

let bench: AccessBench;
let root: Entered;

beforeAll(async () => {
  bench = await accessBench();
  await bench.person('root', 'administrator@plant');
  root = await bench.enter('root');
});
afterAll(() => bench.test.close());

const by = (who: Entered) => ({
  add: async (input: object) => perform(bench.host, (await who.now()).actor, addPerson, input, who.meta),
  grant: async (person: string, grants: string) =>
    perform(bench.host, (await who.now()).actor, setGrants, { person, grants }, who.meta),
  disable: async (person: string) =>
    perform(bench.host, (await who.now()).actor, disablePerson, { person }, who.meta),
});
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

it('an administrator adds a person, who gets a made-up password that works', async () => {
  const { generatedPassword } = await by(root).add({
    person: 'kim',
    displayName: 'Kim',
    grants: 'operator@zone:pumps',
  });
  expect(generatedPassword).toMatch(/^\w{4}-\w{4}-\w{4}-\w{4}$/);
  expect(await bench.auditLines()).toContain('root person.add person:kim done');
});

it('names with SQL and HTML are names, not more', async () => {
  const name = `Robert'); DROP TABLE person;--<script>alert(1)</script>`;
  await by(root).add({ person: 'bobby', displayName: name });
  const people = await listPeople(bench.test.db, (await root.now()).actor, SMALL_PLANT);
  expect(people.find((one) => one.id === 'bobby')?.displayName).toBe(name);
  expect(await codeOf(by(root).add({ person: `x'; --`, displayName: 'X' }))).toBe('input.invalid');
});

it('a weak password, a place that does not exist and a name that is taken are refused', async () => {
  expect(await codeOf(by(root).add({ person: 'a1', displayName: 'A', password: 'password1234' }))).toBe(
    'access.password-weak',
  );
  expect(await codeOf(by(root).add({ person: 'a1', displayName: 'A', grants: 'operator@zone:attic' }))).toBe(
    'input.invalid',
  );
  expect(await codeOf(by(root).add({ person: 'a1', displayName: 'A', grants: 'king@plant' }))).toBe(
    'input.invalid',
  );
  expect(await codeOf(by(root).add({ person: 'kim', displayName: 'A' }))).toBe('conflict');
});

it('people want a password entered in the last five minutes', async () => {
  await bench.clock.advance(5 * MINUTE_MS + 1);
  expect(await codeOf(by(root).disable('bobby'))).toBe('access.reauthentication-needed');
  root = await bench.enter('root');
  expect(await codeOf(by(root).disable('bobby'))).toBe('done');
});

it('whoever administers one site gives roles there, none beyond, and touches nobody who has more', async () => {
  await bench.person('local', 'administrator@site:aarhus');
  const local = await bench.enter('local');
  expect(
    await codeOf(by(local).add({ person: 'ann', displayName: 'Ann', grants: 'responder@zone:fans' })),
  ).toBe('done');
  expect(await codeOf(by(local).add({ person: 'ben', displayName: 'Ben', grants: 'operator@plant' }))).toBe(
    'access.denied',
  );
  expect(await codeOf(by(local).grant('ann', 'responder@zone:mill'))).toBe('access.denied');
  expect(await codeOf(by(local).grant('local', 'administrator@plant'))).toBe('access.denied');
  expect(await codeOf(by(local).disable('root'))).toBe('access.denied');
  const { actor } = await local.now();
  expect(await codeOf(perform(bench.host, actor, resetPassword, { person: 'root' }, local.meta))).toBe(
    'access.denied',
  );
  const seen = await listPeople(bench.test.db, actor, SMALL_PLANT);
  expect(seen.map((one) => one.id)).toContain('ann');
  expect(seen.map((one) => one.id)).not.toContain('root');
  expect(await bench.auditLines()).toContain('local person.set-roles person:local refused');
});

it('no operator changes anybody, and trying is written down', async () => {
  await bench.person('lee', 'operator@plant');
  const lee = await bench.enter('lee');
  for (const command of [addPerson, setGrants, disablePerson, enablePerson, endSessionsOf, resetPassword]) {
    const tried = perform(
      bench.host,
      (await lee.now()).actor,
      command,
      { person: 'kim', grants: '', displayName: 'K' },
      lee.meta,
    );
    expect(await codeOf(tried)).toBe('access.denied');
    expect(
      (await bench.auditLines()).some(
        (line) => line.startsWith(`lee ${command.name} `) && line.endsWith(' refused'),
      ),
    ).toBe(true);
  }
});

it('the last administrator stays, even when two remove each other at the same moment', async () => {
  await bench.person('second', 'administrator@plant');
  const second = await bench.enter('second');
  root = await bench.enter('root');
  const outcomes = await Promise.all([
    codeOf(by(root).disable('second')),
    codeOf(by(second).disable('root')),
  ]);
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
  const left = outcomes[0] === 'done' ? root : second;
  const shell: Actor = cliActor('plant');
  const name = (await left.now()).actor.id;
  expect(await codeOf(perform(bench.host, shell, disablePerson, { person: name }, NO_REQUEST))).toBe(
    'access.last-administrator',
  );
  expect(
    await codeOf(
      perform(bench.host, shell, setGrants, { person: name, grants: 'manager@plant' }, NO_REQUEST),
    ),
  ).toBe('access.last-administrator');
  for (const person of ['root', 'second'])
    await perform(bench.host, shell, enablePerson, { person }, NO_REQUEST);
});

it('accounts idle for thirty days are disabled, but never the last administrator', async () => {
  await bench.clock.advance(29 * DAY_MS);
  await bench.person('busy', 'operator@plant');
  await bench.clock.advance(2 * DAY_MS);
  await new AccountSweep(bench.host).sweep();
  const { rows } = await bench.test.db.client.query<{ id: string }>(
    'select id from person where disabled_at is null order by id',
  );
  const enabled = rows.map((row) => row.id);
  expect(enabled).toContain('busy');
  expect(enabled).not.toContain('kim');
  expect(enabled.filter((id) => id === 'root' || id === 'second')).toHaveLength(1);
  expect(await bench.auditLines()).toContain('system:accounts person.disable-idle person:kim done');
});
