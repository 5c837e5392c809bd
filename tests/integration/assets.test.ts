import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayId } from '../../src/lib/domain/ids';
import { MAIN_DEVICE } from '../../src/lib/domain/plant/entity';
import type { AssetImport } from '../../src/lib/protocol/asset-import';
import type { AssetPage, AssetView, LifecycleRow } from '../../src/lib/protocol/assets';
import { upsertStates } from '../../src/lib/server/storage/entity-state-store';
import type { Entered } from '../support/access';
import { ASSET_PLANT } from '../support/asset-plant';
import { httpBench, type HttpBench } from '../support/http-bench';

const ORIGIN = 'http://127.0.0.1:3000';
const ROLES: Record<string, string> = {
  ada: 'administrator@plant',
  mona: 'manager@plant',
  olga: 'operator@plant',
  otto: 'operator@zone:mill',
  milo: 'manager@zone:mill',
};
let bench: HttpBench;
const people: Record<string, Entered> = {};

beforeAll(async () => {
  bench = await httpBench(ASSET_PLANT);
  for (const [name, grant] of Object.entries(ROLES)) {
    await bench.person(name, grant);
    people[name] = await bench.enter(name);
  }
});
afterAll(() => bench.test.close());
beforeEach(async () => {
  await bench.test.db.transaction((tx) =>
    tx.client.query(
      'delete from device; delete from stated_version; delete from product_milestone; delete from entity_state',
    ),
  );
  bench.bus.emit('assets.changed', { at: bench.clock.now() });
});

const cookieOf = (who: string) => people[who]?.cookie ?? '';
const get = async <T>(who: string, path: string): Promise<T> =>
  (await bench.json(`/api/v1${path}`, { cookie: cookieOf(who) })).body as T;
const statusOf = async (who: string, path: string) =>
  (await bench.ask(`/api/v1${path}`, { cookie: cookieOf(who) })).status;
const post = (who: string, path: string, body: object) =>
  bench.json(`/api/v1${path}`, {
    method: 'POST',
    cookie: cookieOf(who),
    headers: { 'content-type': 'application/json', origin: ORIGIN },
    body: JSON.stringify(body),
  });
const idsFor = async (who: string, query = '') =>
  (await get<AssetPage>(who, `/assets${query}`)).items.map(({ id }) => id);

/** The gateway of the pumps says something of itself from now on. */
async function says(name: string, body: object): Promise<void> {
  const report = {
    gateway: gatewayId.parse('gw-1'),
    topicId: MAIN_DEVICE,
    channel: 'twin' as const,
    name,
    status: '',
    body,
    sourceTime: undefined,
    receivedAt: bench.clock.now(),
  };
  await bench.test.db.transaction((tx) => upsertStates(tx, [report]));
  await bench.clock.advance(15_000);
}

describe('the inventory', () => {
  it('has every gateway, drive and device of what one may see, and this platform for the whole plant', async () => {
    expect(await idsFor('olga')).toEqual([
      'gateway:gw-1',
      'gateway:gw-2',
      'platform:zonewatch',
      'drive:controller',
      'drive:mill-1',
      'drive:pump-1',
      'drive:pump-2',
    ]);
    expect(await idsFor('otto')).toEqual(['gateway:gw-2', 'drive:mill-1']);
    expect(await statusOf('otto', '/assets/drive:pump-1')).toBe(404);
    expect(await statusOf('otto', '/assets/platform:zonewatch')).toBe(404);
    expect(await statusOf('olga', '/assets/platform:zonewatch')).toBe(200);
  });

  it('is narrowed by zone, kind, support and words, and read page by page', async () => {
    expect(await idsFor('olga', '?zone=mill&kind=drive')).toEqual(['drive:mill-1']);
    expect(await idsFor('olga', '?search=aqua%20PUMP-2')).toEqual(['drive:pump-2']);
    const ended = await get<AssetPage>('olga', '/assets?support=end-of-life&site=aarhus');
    expect(ended.items.map(({ id, decisive }) => [id, decisive?.at])).toEqual([
      ['drive:controller', '2021-05'],
      ['drive:pump-2', '2025-10-01'],
    ]);
    expect(ended.support).toMatchObject({ 'end-of-life': 2, unknown: 2 });

    const first = await get<AssetPage>('olga', '/assets?limit=5');
    const second = await get<AssetPage>('olga', `/assets?limit=5&cursor=${first.next}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(await idsFor('olga'));
    expect([first.total, second.next]).toEqual([7, null]);
    expect(await statusOf('olga', '/assets?cursor=abc')).toBe(422);
    expect(await statusOf('olga', '/assets?kind=toaster')).toBe(422);
  });

  it('shows what a gateway says of itself, what that means for its support, and its evidence', async () => {
    await says('device_OS', { family: 'Debian', version: '12' });
    const gateway = await get<AssetView>('olga', '/assets/gateway:gw-1');
    expect(gateway).toMatchObject({
      support: 'security-ended',
      versions: [{ part: 'Debian', version: '12', stated: false }],
      decisive: { part: 'Debian 12', kind: 'end-of-security-support', at: '2026-07-11' },
      openVulnerabilities: null,
    });
    const [, debian] = gateway.lives;
    expect(debian?.milestones[0]).toMatchObject({
      precision: 'day',
      source: 'https://endoflife.date/debian',
    });
    await bench.posture.round();
    const { evidence } = await get<AssetView>('olga', '/assets/gateway:gw-1');
    expect(evidence.map(({ key, verdict }) => `${key} ${verdict}`)).toContain('gw.cert pass');
  });

  it('has what a gateway met and nobody listed, until somebody lists it', async () => {
    await says('zonewatch_evidence', { 'net.unexpected': { unexpected: ['00:11:22:33:44:55', 7] } });
    expect(await idsFor('olga', '?origin=observed')).toEqual([
      'device:seen:gw-1:00:11:22:33:44:55',
      'device:seen:gw-1:7',
    ]);
    const text = 'id,name,zone,addresses\nhmi-1,Panel,pumps,00:11:22:33:44:55\n';
    expect((await post('ada', '/assets', { text })).status).toBe(200);
    expect(await idsFor('olga', '?origin=observed')).toEqual(['device:seen:gw-1:7']);
    expect(await get<AssetView>('olga', '/assets/device:hmi-1')).toMatchObject({
      origin: 'listed',
      gateway: 'gw-1',
    });
  });

  it('is not made again while nothing of it has changed', async () => {
    await says('firmware', { version: '2.4.1' });
    const before = await bench.app.assets.all();
    await says('firmware', { version: '2.4.1' });
    expect(await bench.app.assets.all()).toBe(before);
    await says('firmware', { version: '2.5.0' });
    const after = await bench.app.assets.all();
    expect(after.find(({ id }) => id === 'gateway:gw-1')?.versions[0]?.version).toBe('2.5.0');
  });

  it('is not upset by twins of any shape', async () => {
    await says('zonewatch_evidence', { 'net.unexpected': 'all', 'net.neighbours': { unexpected: { a: 1 } } });
    await says('device_OS', { family: { toString: 1 }, version: [] });
    expect(await idsFor('olga', '?kind=gateway')).toHaveLength(2);
  });
});

describe('a file of devices', () => {
  const text = 'id,name,zone,product,firmware\nplc-3,Line controller,mill,PLC 300,4.1\ndrive:mill-1,,,,1.0\n';
  const fixed = 'id,name,zone,product,firmware\nplc-3,Line controller,mill,PLC 300,4.1\n';

  it('is looked at first, and changes nothing then', async () => {
    const { body } = await post('ada', '/assets', { text: fixed, preview: true });
    expect(body as unknown as AssetImport).toMatchObject({ taken: false, added: 1, changed: 0, faults: [] });
    expect(await idsFor('olga', '?origin=listed')).toEqual([]);
  });

  it('is taken whole or not at all, and says for each row why not', async () => {
    const refused = await post('ada', '/assets', { text });
    expect(refused.status).toBe(422);
    expect(refused.body['issues']).toEqual([
      { path: 'line 3, name', message: 'the plant file says that this is mill-1', line: 3 },
      { path: 'line 3, zone', message: 'the plant file says that this is mill', line: 3 },
      { path: 'line 3, product', message: 'the plant file says that this is iC7-Automation', line: 3 },
    ]);
    expect(await idsFor('olga', '?origin=listed')).toEqual([]);
  });

  it('adds devices and versions, and is written down', async () => {
    await post('ada', '/assets', { text: fixed });
    await post('ada', '/assets', { text: 'id,firmware\ndrive:mill-1,3.4.2\n' });
    expect(await get<AssetView>('otto', '/assets/device:plc-3')).toMatchObject({
      name: 'Line controller',
      versions: [{ part: 'firmware', version: '4.1', stated: true }],
    });
    expect(await get<AssetView>('otto', '/assets/drive:mill-1')).toMatchObject({ firmware: '3.4.2' });
    expect((await bench.auditLines()).filter((line) => line.includes('devices.import')).slice(-2)).toEqual([
      'ada devices.import device-list:devices done',
      'ada devices.import device-list:devices done',
    ]);
  });

  it('comes back from its own export without changing anything, formulas and all', async () => {
    await post('ada', '/assets', { text: `id,name,zone,note\nplc-4,"=HYPERLINK(""x"")",mill,-1\n` });
    const exported = await bench.ask('/api/v1/assets?format=csv', { cookie: cookieOf('mona') });
    expect(exported.headers.get('content-disposition')).toContain('assets-');
    const csv = await exported.text();
    expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
    const { body } = await post('ada', '/assets', { text: csv, preview: true });
    expect(body as unknown as AssetImport).toMatchObject({ added: 0, changed: 0, removed: 0, faults: [] });
  });

  it('takes devices off the list', async () => {
    await post('ada', '/assets', { text: fixed });
    await post('ada', '/assets', { text: 'id,removed\nplc-3,yes\n' });
    expect(await statusOf('olga', '/assets/device:plc-3')).toBe(404);
  });

  it('is for administrators alone', async () => {
    for (const who of ['mona', 'olga', 'otto'])
      expect((await post(who, '/assets', { text: fixed })).status).toBe(403);
  });
});

describe('dates that the plant enters', () => {
  const date = {
    vendor: 'Danfoss',
    product: 'iC7-Automation',
    kind: 'end-of-service',
    at: '2027-Q2',
    source: 'letter of 3 November',
    reason: 'the maker told us',
  };
  const calendar = async (who: string) =>
    (await get<{ items: LifecycleRow[] }>(who, '/lifecycle')).items.filter(({ assets }) => assets > 0);

  it('count from then on, with who entered them', async () => {
    expect((await post('mona', '/lifecycle', date)).status).toBe(201);
    const drive = await get<AssetView>('otto', '/assets/drive:mill-1');
    expect(drive).toMatchObject({ support: 'ending', decisive: { at: '2027-Q2' } });
    expect(drive.lives[0]?.milestones[0]).toMatchObject({
      precision: 'quarter',
      until: Date.parse('2027-06-30T23:59:59.999Z'),
      entered: { by: 'mona' },
      remark: 'the maker told us',
    });
  });

  it('are taken back with a reason, and stay on record', async () => {
    const { body } = await post('mona', '/lifecycle', date);
    const id = body['id'] as number;
    expect((await post('mona', `/lifecycle/${id}/withdraw`, { reason: 'wrong product' })).status).toBe(200);
    expect((await post('mona', `/lifecycle/${id}/withdraw`, { reason: 'again' })).status).toBe(409);
    expect((await get<AssetView>('otto', '/assets/drive:mill-1')).support).toBe('unknown');
    const { rows } = await bench.test.db.read((tx) =>
      tx.client.query('select withdrawn_by, withdrawn_reason from product_milestone'),
    );
    expect(rows).toEqual([{ withdrawn_by: 'mona', withdrawn_reason: 'wrong product' }]);
    expect((await bench.auditLines()).slice(-2)).toEqual([
      `mona lifecycle.enter milestone:${id} done`,
      `mona lifecycle.withdraw milestone:${id} done`,
    ]);
  });

  it.each([
    [{ at: '2027-13' }, 'at'],
    [{ at: 'soon' }, 'at'],
    [{ kind: 'end' }, 'kind'],
    [{ reason: '' }, 'reason'],
    [{ product: '\u0007' }, 'product'],
  ])('are refused when %j', async (wrong, path) => {
    const { status, body } = await post('mona', '/lifecycle', { ...date, ...wrong });
    expect(status).toBe(422);
    expect((body['issues'] as { path: string }[]).map((issue) => issue.path)).toEqual([path]);
  });

  it('are for those who decide for the whole plant', async () => {
    for (const who of ['olga', 'ada', 'milo']) expect((await post(who, '/lifecycle', date)).status).toBe(403);
  });

  it('stand in the calendar beside what vendors published, counted over what one may see', async () => {
    await post('mona', '/lifecycle', date);
    expect((await calendar('otto')).map(({ product, state, assets }) => [product, state, assets])).toEqual([
      ['iC7-Automation', 'ending', 1],
    ]);
    const all = await calendar('olga');
    expect(all.map(({ product }) => product)).toEqual(
      expect.arrayContaining(['AK-SM 800', 'iC7-Automation', 'VLT AQUA Drive FC 202', 'IG-20']),
    );
  });
});
