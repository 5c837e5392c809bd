import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { zoneId } from '../../src/lib/domain/ids';
import type { AdvisoryDetail, ImportedAdvisory, MatchView } from '../../src/lib/protocol/advisories';
import type { ZonePosture } from '../../src/lib/protocol/posture';
import { openMatches, openMatchesByZone } from '../../src/lib/server/storage/match-store';
import { SMALL_PLANT, type Entered } from '../support/access';
import { aCsaf, aCveRecord, affects, anAsset } from '../support/advisories';
import { httpBench, type HttpBench } from '../support/http-bench';

const DAY = 86_400_000;
const PUMPS = zoneId.parse('pumps');
const MILL = zoneId.parse('mill');
const SHARED = '../shared/data/csaf';

let bench: HttpBench;
const people: Record<string, Entered> = {};

beforeAll(async () => {
  bench = await httpBench(SMALL_PLANT);
  const roles = { rita: 'responder@plant', olga: 'operator@plant', otto: 'operator@zone:mill' };
  for (const [name, grant] of Object.entries(roles)) {
    await bench.person(name, grant);
    people[name] = await bench.enter(name);
  }
}, 60_000);
afterAll(() => bench.test.close());

let number = 0;
/** A vulnerability that no test before has spoken of, of a product that none has had. */
function aCase() {
  number += 1;
  return {
    cve: `CVE-2025-${41_000 + number}`,
    id: `ICSA-25-${number}`,
    product: `Panel ${number}A`,
  };
}
beforeEach(() => bench.inventory.splice(0));

const get = (who: string, path: string) =>
  bench.json(`/api/v1${path}`, { cookie: people[who]?.cookie ?? '' });
const post = (who: string, path: string, body: object | string) =>
  bench.json(`/api/v1${path}`, {
    method: 'POST',
    cookie: people[who]?.cookie ?? '',
    headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1:3000' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

async function imported(document: object): Promise<ImportedAdvisory> {
  const { status, body } = await post('rita', '/advisories', document);
  expect(status, JSON.stringify(body)).toBe(201);
  await bench.advisories.round();
  return body as unknown as ImportedAdvisory;
}
async function matches(query = ''): Promise<MatchView[]> {
  const { body } = await get('rita', `/matches?view=all&${query}`);
  return body['items'] as MatchView[];
}
async function matchOf(cve: string): Promise<MatchView> {
  const [found] = await matches(`vulnerability=${cve}`);
  if (found === undefined) throw new Error(`no match of ${cve}`);
  return found;
}
const decide = (match: MatchView, body: object) => post('rita', `/matches/${match.id}/decide`, body);

describe('an advisory that is handed in', () => {
  it('is new once; the same again changes nothing, a later revision takes its place, an older one does not', async () => {
    const { id, cve, product } = aCase();
    expect((await imported(aCsaf({ id, cve, product }))).outcome).toBe('new');
    expect((await imported(aCsaf({ id, cve, product }))).outcome).toBe('unchanged');
    const second = await imported(aCsaf({ id, cve, product, version: '2', title: 'Update A' }));
    expect(second).toMatchObject({ outcome: 'revised', advisory: { revision: '2' } });
    expect((await imported(aCsaf({ id, cve, product, text: 'other' }))).outcome).toBe('older');
    const { body } = await get('olga', `/advisories?text=${id}`);
    expect(body['items']).toMatchObject([{ document: id, revision: '2', title: 'Update A' }]);
  });

  it('is checked by the validator, and says in words what is wrong', async () => {
    const broken = aCsaf();
    (broken['vulnerabilities'] as { product_status: object }[])[0]!.product_status = {
      known_affected: ['NOWHERE'],
    };
    const { status, body } = await post('rita', '/advisories', broken);
    expect([status, body['code']]).toEqual([400, 'advisory.invalid']);
    expect(JSON.stringify(body['issues'])).toMatch(/spoken of that the document does not define/);
  });

  it('may give a weakness another name, which is remarked', async () => {
    const { id, cve, product } = aCase();
    const { remarks } = await imported(
      aCsaf({ id, cve, product, cwe: { id: 'CWE-287', name: 'Wrong Name' } }),
    );
    expect(remarks).toMatchObject([{ path: '/vulnerabilities/0/cwe/name' }]);
  });

  it.each([
    ['deep', `{"document":${'['.repeat(50_000)}`],
    ['huge', `{"document":"${'x'.repeat(4 * 1024 * 1024)}"}`],
    [
      'cyclic',
      JSON.stringify({
        ...aCsaf(),
        product_tree: {
          relationships: [
            {
              category: 'installed_on',
              product_reference: 'A',
              relates_to_product_reference: 'A',
              full_product_name: { name: 'A', product_id: 'A' },
            },
          ],
        },
      }),
    ],
    ['no JSON', '<script>alert(1)</script>'],
    ['neither of both', '{}'],
    ['of another version', JSON.stringify({ document: { csaf_version: '2.1' } })],
  ])('that is %s is refused within a second', async (_what, text) => {
    const began = performance.now();
    const { status } = await post('rita', '/advisories', text);
    expect([400, 413]).toContain(status);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('keeps script as the text that it is', async () => {
    const { id, cve, product } = aCase();
    const { advisory } = await imported(aCsaf({ id, cve, product, title: '<img src=x onerror=alert(1)>' }));
    expect(advisory.title).toBe('<img src=x onerror=alert(1)>');
  });

  describe.skipIf(!existsSync(SHARED))(`of ${SHARED}`, () => {
    it('are all valid and taken in', async () => {
      const files = readdirSync(SHARED, { recursive: true, encoding: 'utf8' });
      const advisories = files.filter((file) => /icsa-[\d-]+\.json$/.test(file));
      expect(advisories.length).toBe(12);
      for (const file of advisories) {
        const { status, body } = await post('rita', '/advisories', readFileSync(join(SHARED, file), 'utf8'));
        expect(status, `${file}: ${JSON.stringify(body)}`).toBe(201);
      }
    });
  });
});

describe('a match', () => {
  it('comes with an advisory, and with an asset', async () => {
    const { cve, id, product } = aCase();
    bench.inventory.push(anAsset(product, '4.1', { zone: PUMPS }));
    await imported(aCsaf({ id, cve, product }));
    expect(await matchOf(cve)).toMatchObject({
      verdict: 'affected',
      certainty: 'likely',
      state: 'open',
      needsLook: false,
      zone: 'pumps',
      severity: 8.2,
      dueWhy: 'CVSS 8.2: 90 days',
    });
    bench.inventory.push(anAsset(product, '4.0', { id: 'device:other', zone: MILL }));
    await bench.advisories.round();
    expect((await matches(`vulnerability=${cve}`)).map(({ zone }) => zone).sort()).toEqual([MILL, PUMPS]);
    const counts = await bench.test.db.read((tx) => openMatches(tx, bench.clock.now(), ['device:other']));
    expect(counts).toEqual([{ asset: 'device:other', open: 1, overdue: 0, worst: expect.closeTo(8.2) }]);
  });

  it('goes when another version is installed, and stays on record', async () => {
    const { cve, id, product } = aCase();
    bench.inventory.push(anAsset(product, '4.1', { zone: PUMPS }));
    await imported(aCsaf({ id, cve, product }));
    bench.inventory.splice(0, 1, anAsset(product, '4.2', { zone: PUMPS }));
    await bench.advisories.round();
    expect(await matchOf(cve)).toMatchObject({
      gone: { why: '4.2 is installed now, which nobody calls affected' },
    });
    bench.inventory.splice(0, 1, anAsset(product, '4.1', { zone: PUMPS }));
    await bench.advisories.round();
    expect((await matchOf(cve)).gone).toBeNull();
    bench.inventory.splice(0);
    await bench.advisories.round();
    expect((await matchOf(cve)).gone?.why).toBe('the asset is no longer in the inventory');
  });

  it('of a zone of others is not there', async () => {
    const { cve, id, product } = aCase();
    bench.inventory.push(anAsset(product, '4.1', { zone: PUMPS }));
    await imported(aCsaf({ id, cve, product }));
    const match = await matchOf(cve);
    expect(((await get('otto', `/matches?vulnerability=${cve}`)).body['items'] as unknown[]).length).toBe(0);
    expect(
      (await post('otto', `/matches/${match.id}/decide`, { decision: 'confirm', note: 'yes' })).status,
    ).toBe(403);
  });

  it('shows sources side by side and where they disagree', async () => {
    const { cve, id, product } = aCase();
    bench.inventory.push(anAsset(product, '4.2', { zone: PUMPS }));
    await imported(aCveRecord({ cve, affected: [affects(product, { version: '4.2' })] }));
    const { advisory } = await imported(aCsaf({ id, cve, product }));
    expect(await matchOf(cve)).toMatchObject({ verdict: 'disputed', needsLook: true });
    const { body } = await get('olga', `/advisories/${advisory.id}`);
    const [vulnerability] = (body as unknown as AdvisoryDetail).vulnerabilities;
    expect(vulnerability?.sources.map(({ source, versions }) => [source, versions])).toEqual([
      ['CISA', ['<R4.2']],
      ['Danfoss (CNA)', ['4.2']],
    ]);
    expect(vulnerability?.disagreements[0]).toBe(
      'Affected versions differ: CISA says <R4.2, Danfoss (CNA) says 4.2.',
    );
    expect(vulnerability?.matches).toHaveLength(1);
    expect(vulnerability?.weaknesses).toEqual([{ cwe: 'CWE-287', doubts: ['SR 1.1'] }]);
  });
});

describe('a decision', () => {
  async function open() {
    const one = aCase();
    bench.inventory.push(anAsset(one.product, '4.1', { zone: PUMPS }));
    await imported(aCsaf(one));
    return { ...one, match: await matchOf(one.cve) };
  }
  const acceptance = () => ({
    decision: 'accept',
    note: 'behind a firewall of its own',
    owner: 'rita',
    expiresAt: bench.clock.now() + 10 * DAY,
  });

  it('to accept needs a reason, an owner and an end, and is open again when that is over', async () => {
    const { cve, match } = await open();
    expect((await decide(match, { decision: 'accept', note: 'so' })).status).toBe(422);
    expect((await decide(match, { decision: 'accept', note: 'for now' })).body['issues']).toMatchObject([
      { path: 'owner' },
      { path: 'expiresAt' },
    ]);
    expect((await decide(match, acceptance())).status).toBe(200);
    expect(await matchOf(cve)).toMatchObject({ state: 'accepted', owner: 'rita', decided: { by: 'rita' } });
    const told: unknown[] = [];
    bench.bus.on(told, 'vulnerability.changed', ({ zones }) => told.push(zones));
    await bench.clock.advance(11 * DAY);
    await bench.advisories.round();
    bench.bus.off(told);
    expect(told).toEqual([[PUMPS]]);
    people['rita'] = await bench.enter('rita');
    expect(await matchOf(cve)).toMatchObject({ state: 'open' });
  });

  it.each(['mitigate', 'fix', 'not-affected'] as const)(
    'to %s is not asked for again by a newer revision that changes nothing, and is by one that does',
    async (decision) => {
      const { cve, id, product, match } = await open();
      expect((await decide(match, { decision, note: 'done on Monday' })).status).toBe(200);
      const { state } = await matchOf(cve);
      expect(state).not.toBe('open');
      await imported(aCsaf({ id, cve, product, version: '2', title: 'Update A' }));
      expect((await matchOf(cve)).state).toBe(state);
      const remediation = { category: 'vendor_fix', details: 'Install R4.3 instead.' };
      const { advisory } = await imported(aCsaf({ id, cve, product, version: '3', remediation }));
      expect(await matchOf(cve)).toMatchObject({ state: 'open', decided: null });
      const { body } = await get('rita', `/advisories/${advisory.id}`);
      expect((body as unknown as AdvisoryDetail).decisions.map(({ kind }) => kind)).toEqual([
        'asked-again',
        decision,
      ]);
    },
  );

  it('to confirm takes it out of what needs a look', async () => {
    const one = aCase();
    bench.inventory.push(anAsset(one.product, undefined, { zone: PUMPS }));
    await imported(aCsaf(one));
    const match = await matchOf(one.cve);
    expect(match).toMatchObject({ verdict: 'no-version', needsLook: true });
    await decide(match, { decision: 'confirm', note: 'read at the panel' });
    expect(await matchOf(one.cve)).toMatchObject({ state: 'open', needsLook: false, isConfirmed: true });
  });

  it('is in the audit log, with who and why', async () => {
    const { match, cve } = await open();
    await decide(match, acceptance());
    const { body } = await get('rita', '/audit?limit=5');
    expect(JSON.stringify(body)).toContain('behind a firewall of its own');
    expect(JSON.stringify(body)).toContain(cve);
  });

  it('counts by zone', async () => {
    await open();
    const now = bench.clock.now();
    const count = () => bench.test.db.read((tx) => openMatchesByZone(tx, [PUMPS], now + 91 * DAY));
    const [before] = await count();
    expect(before?.overdue).toBeGreaterThan(0);
    expect(before?.open).toBe(before?.overdue);
  });
});

describe('posture', () => {
  const doubts = async (): Promise<string[]> => {
    await bench.posture.round();
    const { body } = await get('rita', '/zones/pumps/posture');
    return (body as unknown as ZonePosture).frs
      .flatMap(({ blockers }) => blockers)
      .flatMap(({ requirement, because }) =>
        because.filter(({ kind }) => kind === 'doubted').map(({ text }) => `${requirement} ${text}`),
      );
  };

  it('doubts a requirement while a vulnerability is open or accepted, and no longer when it is mitigated', async () => {
    const one = aCase();
    bench.inventory.push(anAsset(one.product, '4.1', { zone: PUMPS }));
    await imported(aCsaf(one));
    const own = async () => (await doubts()).filter((text) => text.includes(one.cve));
    expect(await own()).toEqual([expect.stringMatching(/^SR 1\.1 /)]);
    const match = await matchOf(one.cve);
    const expiresAt = bench.clock.now() + DAY;
    await decide(match, { decision: 'accept', note: 'for a day', owner: 'rita', expiresAt });
    expect(await own()).toHaveLength(1);
    await decide(match, { decision: 'mitigate', note: 'port closed' });
    expect(await own()).toEqual([]);
  });
});
