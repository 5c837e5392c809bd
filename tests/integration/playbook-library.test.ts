import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FRESH_FOR_MS } from '../../src/lib/domain/access/can';
import { playbookId } from '../../src/lib/domain/ids';
import type { Playbook, Signature } from '../../src/lib/domain/playbooks/cacao/model';
import { canonicalPlaybook, verifySignature } from '../../src/lib/domain/playbooks/cacao/signature';
import { SHIPPED_PLAYBOOKS } from '../../src/lib/playbooks/shipped';
import type { PlaybookDetail, PlaybookSummary } from '../../src/lib/protocol/playbooks';
import { PLAYBOOK_CRYPTO } from '../../src/lib/server/playbooks/library/playbook-crypto';
import { PlaybookKey } from '../../src/lib/server/playbooks/library/playbook-key';
import { shipPlaybooks } from '../../src/lib/server/ship-playbooks';
import { SMALL_PLANT, type Entered } from '../support/access';
import { aPlaybook, cacaoId, START, withSteps } from '../support/cacao-playbooks';
import { httpBench, type HttpBench } from '../support/http-bench';
import { temporaryDirectory } from '../support/temporary-directory';

let bench: HttpBench;
const people: Record<string, Entered> = {};

const ROLES: Record<string, string> = {
  rita: 'responder@plant',
  zoe: 'responder@zone:pumps',
  olga: 'operator@plant',
  owner: 'process-owner@plant',
  root: 'administrator@plant',
};

beforeAll(async () => {
  bench = await httpBench(SMALL_PLANT);
  for (const [name, grant] of Object.entries(ROLES)) {
    await bench.person(name, grant);
    people[name] = await bench.enter(name);
  }
});
afterAll(() => bench.test.close());

const send = (who: string, path: string, body: unknown) =>
  bench.json(`/api/v1${path}`, {
    method: 'POST',
    cookie: people[who]?.cookie ?? '',
    headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1:3000' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const get = (path: string, who = 'olga') =>
  bench.json(`/api/v1${path}`, { cookie: people[who]?.cookie ?? '' });
const jsonOf = async (id: string, query = '') =>
  (await get(`/playbooks/${id}${query}`)).body as unknown as Playbook;
const detailOf = async (id: string) =>
  (await get(`/playbooks/${id}/summary`)).body as unknown as PlaybookDetail;
const summaryIn = ({ body }: { body: Record<string, unknown> }) => body['playbook'] as PlaybookSummary;

const at = (minute: number) => `2026-11-21T10:${String(minute).padStart(2, '0')}:00.000Z`;
let number = 100;
/** A playbook that nobody has met yet. */
const another = (parts: Partial<Playbook> = {}) =>
  aPlaybook({ id: cacaoId('playbook', (number += 1)), ...parts });

describe('taking a playbook in', () => {
  it('adds one for whoever may import somewhere, and another version of it only for the whole plant', async () => {
    const playbook = another();
    expect((await send('zoe', '/playbooks', playbook)).status).toBe(201);
    const changed = { ...playbook, modified: at(5), name: 'Changed' };
    expect((await send('zoe', '/playbooks', changed)).status).toBe(403);
    expect((await send('rita', '/playbooks', changed)).status).toBe(201);
  });

  it('keeps it as it came: what goes out has the same canonical form, whatever it held', async () => {
    const playbook = another({
      description: 'Umlauts äöü, signs 漢字 🛠 and \u2028 lines',
      external_references: [{ name: 'ö', url: 'https://example.com/?a=1&b=%20' }],
      playbook_variables: {
        __x__: { type: 'float', value: '1e-7' },
        __unknown__: { type: 'string', value: null },
      },
    });
    const taken = await send('rita', '/playbooks', playbook);
    expect(taken.status).toBe(201);
    expect(summaryIn(taken)).toMatchObject({
      name: playbook.name,
      executable: true,
      signedBy: null,
      shipped: false,
      forOperators: false,
      versions: 1,
      findings: { errors: 0, warnings: 0 },
      lastRun: null,
    });
    const out = await jsonOf(playbook.id);
    expect(out).toEqual(playbook);
    expect(canonicalPlaybook(out)).toBe(canonicalPlaybook(playbook));
  });

  it('takes what is valid and cannot be executed, and says why it cannot', async () => {
    const playbook = another({ workflow_exception: cacaoId('action', 77) });
    expect(summaryIn(await send('rita', '/playbooks', playbook)).executable).toBe(false);
    const { reasons, findings } = await detailOf(playbook.id);
    expect(reasons).toEqual([expect.stringContaining('L1 /workflow_exception')]);
    expect(findings).toMatchObject([{ rule: 'L1', level: 'error', path: '/workflow_exception' }]);
  });

  it('changes nothing when the same comes again, and refuses other content under the same version', async () => {
    const playbook = another();
    await send('rita', '/playbooks', playbook);
    const before = (await bench.auditLines()).length;
    expect((await send('root', '/playbooks', playbook)).status).toBe(201);
    expect((await bench.auditLines()).length).toBe(before);
    const other = await send('rita', '/playbooks', { ...playbook, name: 'Something else' });
    expect([other.status, other.body['code']]).toEqual([409, 'conflict']);
    expect((await jsonOf(playbook.id)).name).toBe(playbook.name);
  });

  it('shows the newest version by the time in it, not by when it came, and each of them by its name', async () => {
    const playbook = another({ modified: at(2), name: 'Second' });
    await send('rita', '/playbooks', playbook);
    await send('rita', '/playbooks', { ...playbook, modified: at(1), name: 'First' });
    expect((await jsonOf(playbook.id)).name).toBe('Second');
    expect((await jsonOf(playbook.id, `?version=${at(1)}`)).name).toBe('First');
    const { summary, versions } = await detailOf(playbook.id);
    expect(summary.versions).toBe(2);
    expect(versions.map(({ version, importedBy }) => [version, importedBy])).toEqual([
      [at(2), 'rita'],
      [at(1), 'rita'],
    ]);
    expect((await get(`/playbooks/${playbook.id}?version=${at(9)}`)).status).toBe(404);
  });

  it('refuses what is no playbook with every place where it is not', async () => {
    const { name: _, ...nameless } = another();
    const refused = await send('rita', '/playbooks', { ...nameless, colour: 'red' });
    expect([refused.status, refused.body['code']]).toEqual([400, 'playbook.invalid']);
    expect(refused.body['issues']).toHaveLength(2);
    expect((await send('rita', '/playbooks', '{"type":')).status).toBe(400);
  });

  it('is for responders and administrators', async () => {
    expect((await send('olga', '/playbooks', another())).status).toBe(403);
    expect((await send('owner', '/playbooks', another())).status).toBe(403);
  });
});

it('the linter tells findings and keeps nothing', async () => {
  const broken = another({ workflow_start: cacaoId('start', 9) });
  const { status, body } = await send('rita', '/playbooks/lint', broken);
  expect(status).toBe(200);
  expect(body['findings']).toContainEqual({
    rule: 'L1',
    level: 'error',
    path: '/workflow_start',
    message: 'Names no step.',
  });
  expect((await get(`/playbooks/${broken.id}`)).status).toBe(404);
  expect((await send('rita', '/playbooks/lint', 'no JSON')).body['findings']).toMatchObject([
    { rule: 'json' },
  ]);
  expect((await send('olga', '/playbooks/lint', broken)).status).toBe(403);
});

describe('approving a version', () => {
  const approve = (who: string, { id, modified }: Playbook) =>
    send(who, `/playbooks/${id}/approve`, { version: modified, reason: 'Tried in a drill' });

  it('signs it so that anybody can verify it without this program’s database', async () => {
    const playbook = another();
    await send('rita', '/playbooks', playbook);
    const approved = await approve('owner', playbook);
    expect(approved.status).toBe(200);
    expect(summaryIn(approved).signedBy).toMatchObject({ person: 'owner', trusted: true });

    const out = await jsonOf(playbook.id);
    const [signature] = out.signatures as [Signature];
    expect(signature).toMatchObject({
      algorithm: 'Ed25519',
      related_to: playbook.id,
      related_version: playbook.modified,
    });
    expect(verifySignature(out, signature, PLAYBOOK_CRYPTO)).toBe('valid');
    expect(verifySignature({ ...out, name: 'Another' }, signature, PLAYBOOK_CRYPTO)).toBe('invalid');
    expect(verifySignature(out, { ...signature, signee: 'somebody' }, PLAYBOOK_CRYPTO)).toBe('invalid');
    // To sign is no new version.
    expect(canonicalPlaybook(out)).toBe(canonicalPlaybook(playbook));
    expect((await send('rita', '/playbooks', out)).status).toBe(201);
    expect(await bench.auditLines()).toContainEqual(
      expect.stringMatching(new RegExp(`^owner playbook.approve .*${playbook.id}`)),
    );
  });

  it('is for process owners, with the password entered lately, once, and only for what can be executed', async () => {
    const playbook = another();
    const broken = withSteps({ [START]: { type: 'start' } }, { id: cacaoId('playbook', 98) });
    await send('rita', '/playbooks', playbook);
    await send('rita', '/playbooks', broken);
    for (const who of ['rita', 'olga', 'root']) expect((await approve(who, playbook)).status, who).toBe(403);
    expect((await approve('owner', broken)).status).toBe(409);

    await bench.clock.advance(FRESH_FOR_MS + 1);
    expect((await approve('owner', playbook)).body['code']).toBe('access.reauthentication-needed');
    people['owner'] = await bench.enter('owner');
    expect((await approve('owner', playbook)).status).toBe(200);
    expect((await approve('owner', playbook)).status).toBe(409);
    expect((await approve('owner', { ...playbook, modified: at(40) })).status).toBe(404);
  });
});

describe('trusted signers', () => {
  /** A playbook that another plant has signed. */
  async function signedElsewhere() {
    const folder = temporaryDirectory('other-plant');
    const key = await PlaybookKey.open(folder.path);
    folder.remove();
    const playbook = another();
    const made = at(30);
    const signature = key.sign(playbook, {
      type: 'jss',
      id: cacaoId('jss', number),
      created: made,
      modified: made,
      signee: 'Plant next door',
      related_to: playbook.id,
      related_version: playbook.modified,
    });
    return { key, playbook: { ...playbook, signatures: [signature] } };
  }

  it('decide whether a signature from elsewhere counts; trust that was taken away never comes back', async () => {
    const { key, playbook } = await signedElsewhere();
    await send('rita', '/playbooks', playbook);
    const signedBy = async () => (await detailOf(playbook.id)).summary.signedBy;
    expect(await signedBy()).toMatchObject({ person: 'Plant next door', trusted: false });

    people['root'] = await bench.enter('root');
    const trust = { name: 'Next door', publicKey: key.publicKey, reason: 'Agreed by telephone' };
    expect((await send('owner', '/signers', trust)).status).toBe(403);
    expect((await send('root', '/signers', { ...trust, publicKey: 'AAAA' })).status).toBe(422);
    expect((await send('root', '/signers', trust)).status).toBe(201);
    expect(await signedBy()).toMatchObject({ trusted: true });

    expect((await send('root', `/signers/${key.fingerprint}/revoke`, { reason: 'Stolen' })).status).toBe(200);
    expect(await signedBy()).toMatchObject({ trusted: false });
    expect((await send('root', '/signers', trust)).status).toBe(409);
    expect((await bench.auditLines()).filter((line) => line.includes(key.fingerprint))).toEqual([
      expect.stringContaining('signer.trust'),
      expect.stringContaining('signer.revoke'),
    ]);
  });

  it('are no help to a playbook that was changed after it was signed', async () => {
    const { playbook } = await signedElsewhere();
    const changed = { ...playbook, name: 'Do something else' };
    await send('rita', '/playbooks', changed);
    expect((await detailOf(playbook.id)).summary.signedBy).toBeNull();
    const { body } = await send('rita', '/playbooks/lint', changed);
    expect(body['findings']).toMatchObject([{ rule: 'signature', path: '/signatures/0' }]);
  });
});

it('what comes with the program arrives unsigned, once, and can be executed', async () => {
  await shipPlaybooks(bench.host, bench.app.playbooks, SHIPPED_PLAYBOOKS);
  const before = (await bench.auditLines()).length;
  await shipPlaybooks(bench.host, bench.app.playbooks, SHIPPED_PLAYBOOKS);
  expect((await bench.auditLines()).length).toBe(before);
  const items = (await get('/playbooks')).body['items'] as PlaybookSummary[];
  const shipped = items.filter((one) => one.shipped);
  expect(shipped).toHaveLength(SHIPPED_PLAYBOOKS.length);
  for (const one of shipped) {
    expect(one, one.name).toMatchObject({
      executable: true,
      signedBy: null,
      findings: { errors: 0, warnings: 0 },
    });
  }
  const [first] = SHIPPED_PLAYBOOKS as [Playbook];
  expect(await jsonOf(first.id)).toEqual(first);
});

it('a version that is over or withdrawn is no longer executed, and runs find it by its name', async () => {
  const over = another({ valid_until: '2026-11-20T12:00:00.000Z' });
  await send('rita', '/playbooks', over);
  const { db } = bench.test;
  const version = await db.read((tx) =>
    bench.app.playbooks.version(tx, playbookId.parse(over.id), over.modified),
  );
  expect(version).toMatchObject({ version: over.modified, signedBy: null, forOperators: false });
  expect(version?.executability).toMatchObject({
    executable: false,
    reasons: [expect.stringContaining('valid until')],
  });
  expect(
    await db.read((tx) => bench.app.playbooks.version(tx, playbookId.parse(over.id), at(59))),
  ).toBeUndefined();
});

it('nothing that was taken in can be changed, by the database’s own rule', async () => {
  await expect(bench.test.db.client.query("update playbook_version set body = '{}'")).rejects.toThrow(
    /never changes/,
  );
  await expect(bench.test.db.client.query('delete from playbook_signature')).rejects.toThrow(/never changes/);
});
