import type { RequestEvent } from '@sveltejs/kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../src/lib/domain/time';
import {
  actions as accountActions,
  load as loadAccount,
} from '../../src/routes/(plant)/account/+page.server';
import { load as loadEntry } from '../../src/routes/(plant)/audit/[seq]/+page.server';
import { load as loadAudit } from '../../src/routes/(plant)/audit/+page.server';
import { actions as peopleActions, load as loadPeople } from '../../src/routes/(plant)/people/+page.server';
import { load as loadQuarantine } from '../../src/routes/(plant)/quarantine/+page.server';
import { actions as loginActions, load as loadLogin } from '../../src/routes/login/+page.server';
import { PASSWORD, SMALL_PLANT, type Entered } from '../support/access';
import { httpBench, type HttpBench } from '../support/http-bench';

let bench: HttpBench;
let root: Entered;
let kim: Entered;

beforeAll(async () => {
  bench = await httpBench(SMALL_PLANT);
  await bench.person('root', 'administrator@plant');
  await bench.person('kim', 'operator@plant');
  await bench.person('lead', 'manager@site:aarhus');
  root = await bench.enter('root');
  kim = await bench.enter('kim');
});
afterAll(() => bench.test.close());

/** What came of it: data, or the status and place of the redirect or error that was thrown. */
async function outcome(work: () => unknown): Promise<Record<string, unknown>> {
  try {
    return (await work()) as Record<string, unknown>;
  } catch (thrown) {
    return thrown as Record<string, unknown>;
  }
}

const visit = async (load: (event: never) => unknown, path: string, who?: Entered, params = {}) => {
  const event = await bench.event(path, { cookie: who?.cookie ?? '' });
  return outcome(() => load({ ...event, params } as never));
};

async function submit(
  action: ((event: never) => unknown) | undefined,
  path: string,
  who: Entered | undefined,
  fields: [string, string][],
) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://127.0.0.1:3000' };
  const body = new URLSearchParams(fields).toString();
  const event: RequestEvent = await bench.event(path, {
    method: 'POST',
    headers,
    body,
    cookie: who?.cookie ?? '',
  });
  return outcome(() => action?.(event as never));
}

describe('pages', () => {
  const pages = [
    ['/account', loadAccount],
    ['/people', loadPeople],
    ['/audit', loadAudit],
    ['/quarantine', loadQuarantine],
  ] as const;

  it.each(pages)('%s sends strangers to sign in, and back', async (path, load) => {
    expect(await visit(load, `${path}?x=1`)).toMatchObject({
      status: 303,
      location: `/login?next=${encodeURIComponent(`${path}?x=1`)}`,
    });
  });

  it.each(pages.slice(1))('%s is refused to an operator', async (path, load) => {
    expect(await visit(load, path, kim)).toMatchObject({ status: 403, body: { code: 'access.denied' } });
  });

  it('an entry outside the reader’s scope is not there', async () => {
    expect(await visit(loadEntry, '/audit/0', root, { seq: '0' })).toMatchObject({
      seq: 0,
      leafMatches: true,
    });
    const lead = await bench.enter('lead');
    expect(await visit(loadEntry, '/audit/0', lead, { seq: '0' })).toMatchObject({ status: 404 });
    expect(await visit(loadEntry, '/audit/x', root, { seq: `0' or 1=1` })).toMatchObject({ status: 404 });
  });

  it('filters that make no sense show everything rather than fail', async () => {
    const query = '?from=yesterday&result=maybe&before=-1&actor=%00';
    expect(await visit(loadAudit, `/audit${query}`, root)).toMatchObject({
      filter: { from: '', result: '' },
    });
  });

  it('who is signed in does not see the sign-in page', async () => {
    expect(await visit(loadLogin, '/login?next=%2Faudit', root)).toMatchObject({
      status: 303,
      location: '/audit',
    });
    expect(await visit(loadLogin, '/login?next=https://evil.example', root)).toMatchObject({
      location: '/overview',
    });
    expect(await visit(loadLogin, '/login')).toEqual({ databaseAway: false, needsSetup: false });
  });
});

describe('forms', () => {
  it('a refused form keeps what was typed, and never a secret', async () => {
    const fields: [string, string][] = [
      ['username', 'kim'],
      ['password', 'wrong'],
    ];
    const failed = await submit(loginActions['default'], '/login', undefined, fields);
    expect(failed).toMatchObject({
      status: 401,
      data: { code: 'access.bad-credentials', values: { username: 'kim' } },
    });
    expect(JSON.stringify(failed)).not.toContain('wrong');
  });

  it('signing in goes on to where one wanted to be', async () => {
    const fields: [string, string][] = [
      ['username', 'kim'],
      ['password', PASSWORD],
    ];
    const path = '/login?next=%2Fdrives%2Fd1';
    expect(await submit(loginActions['default'], path, undefined, fields)).toMatchObject({
      status: 303,
      location: '/drives/d1',
    });
  });

  it('people: ticked roles stay, the chosen one is added, the made-up password is shown once', async () => {
    const add = await submit(peopleActions['add'], '/people', root, [
      ['person', 'ann'],
      ['displayName', 'Ann'],
      ['role', 'operator'],
      ['scope', 'zone:pumps'],
    ]);
    expect(add).toMatchObject({
      handOver: { person: 'ann', password: expect.stringMatching(/^[\w-]{19}$/) },
    });
    await submit(peopleActions['roles'], '/people', root, [
      ['person', 'ann'],
      ['grant', 'operator@zone:pumps'],
      ['role', 'responder'],
      ['scope', 'site:odense'],
    ]);
    const { people } = (await visit(loadPeople, '/people', root)) as {
      people: { id: string; grants: unknown }[];
    };
    expect(people.find((one) => one.id === 'ann')?.grants).toEqual([
      { role: 'operator', scope: { kind: 'zone', zone: 'pumps' } },
      { role: 'responder', scope: { kind: 'site', site: 'odense' } },
    ]);
  });

  it('people: an old password is asked for again, in place, and then the change goes through', async () => {
    await bench.clock.advance(6 * MINUTE_MS);
    const disable = () => submit(peopleActions['disable'], '/people', root, [['person', 'ann']]);
    expect(await disable()).toMatchObject({ status: 403, data: { code: 'access.reauthentication-needed' } });
    await submit(peopleActions['renew'], '/people', root, [['password', PASSWORD]]);
    expect(await disable()).toEqual({ did: 'ann is disabled.' });
  });

  it('an operator’s form does nothing to people, and a stranger’s leads to signing in', async () => {
    const fields: [string, string][] = [['person', 'root']];
    expect(await submit(peopleActions['disable'], '/people', kim, fields)).toMatchObject({ status: 403 });
    expect(await submit(peopleActions['disable'], '/people?/disable', undefined, fields)).toMatchObject({
      status: 303,
      location: '/login?next=%2Fpeople',
    });
  });

  it('account: other sessions end by form', async () => {
    const other = await bench.enter('kim');
    expect(await submit(accountActions['end'], '/account', kim, [['others', 'yes']])).toMatchObject({
      did: expect.stringMatching(/sessions ended/),
    });
    expect(await bench.sessions.authenticate(other.cookie)).toBeUndefined();
  });
});
