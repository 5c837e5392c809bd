import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayId, siteId, zoneId } from '../../src/lib/domain/ids';
import { entityTopicId, MAIN_DEVICE } from '../../src/lib/domain/plant/entity';
import type { Plant } from '../../src/lib/domain/plant/model';
import type { FrPosture, ZonePosture } from '../../src/lib/protocol/posture';
import { upsertStates } from '../../src/lib/server/storage/entity-state-store';
import { SMALL_PLANT, type Entered } from '../support/access';
import { httpBench, type HttpBench } from '../support/http-bench';

const DAY = 86_400_000;
const PUMPS = zoneId.parse('pumps');
const GATEWAY: Plant['gateways'][number] = {
  id: gatewayId.parse('gw-1'),
  site: siteId.parse('aarhus'),
  zone: PUMPS,
  name: 'Gateway 1',
  model: undefined,
};
const PLANT: Plant = { ...SMALL_PLANT, gateways: [GATEWAY] };

let bench: HttpBench;
const people: Record<string, Entered> = {};
const ROLES: Record<string, string> = {
  rita: 'responder@plant',
  mona: 'manager@plant',
  owner: 'process-owner@plant',
  olga: 'operator@plant',
  otto: 'operator@zone:mill',
};

beforeAll(async () => {
  bench = await httpBench(PLANT);
  for (const [name, grant] of Object.entries(ROLES)) {
    await bench.person(name, grant);
    people[name] = await bench.enter(name);
  }
});
afterAll(() => bench.test.close());
beforeEach(() => bench.test.db.transaction((tx) => tx.client.query('delete from evidence')));

const cookieOf = (who: string) => people[who]?.cookie ?? '';
const get = (who: string, path: string) => bench.json(`/api/v1${path}`, { cookie: cookieOf(who) });
const post = (who: string, path: string, body: object) =>
  bench.json(`/api/v1${path}`, {
    method: 'POST',
    cookie: cookieOf(who),
    headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1:3000' },
    body: JSON.stringify(body),
  });

/** What the gateway of the zone says of itself from now on. */
async function reports(body: object): Promise<void> {
  const report = {
    gateway: GATEWAY.id,
    topicId: entityTopicId(MAIN_DEVICE),
    channel: 'twin' as const,
    name: 'zonewatch_evidence',
    status: '',
    body,
    sourceTime: undefined,
    receivedAt: bench.clock.now(),
  };
  await bench.test.db.transaction((tx) => upsertStates(tx, [report]));
  bench.bus.emit('evidence.reported', { gateways: new Set([GATEWAY.id]) });
  await bench.posture.round();
}
async function fr(number: number): Promise<FrPosture> {
  const { body } = await get('olga', '/zones/pumps/posture');
  const found = (body as unknown as ZonePosture).frs[number - 1];
  if (found === undefined) throw new Error(`no FR ${number}`);
  return found;
}

const listening = (...ports: number[]) => ({
  'gw.ports.listening': {
    sockets: ports.map((port) => ({ protocol: 'tcp', port, address: '0.0.0.0', process: 'x' })),
  },
});

describe('posture of a zone', () => {
  it('goes from possible 0 to 4 in FR 7 when a port that nobody listed is closed, and says why it was 0', async () => {
    await reports(listening(22, 1880));
    const open = await fr(7);
    expect([open.confirmed, open.possible]).toEqual([0, 0]);
    expect(open.blockers[0]).toMatchObject({
      requirement: 'SR 7.7',
      standing: 'not-met',
      because: [
        { kind: 'refuted', text: 'Listening sockets: not listed: 1880/tcp (x)', assets: [GATEWAY.name] },
      ],
    });
    expect(open.blockers[0]?.because[0]?.raisedBy).toContain('Nothing listens but 22/tcp');

    await bench.clock.advance(60_000);
    await reports(listening(22, 443));
    expect(await fr(7)).toMatchObject({ confirmed: 0, possible: 4 });
  });

  it('keeps what was found through a restart', async () => {
    await reports(listening(8080));
    const { rows } = await bench.test.db.read((tx) =>
      tx.client.query<{ asset: string; verdict: string }>(
        `select asset, verdict from evidence where key = 'gw.ports.listening' and is_newest`,
      ),
    );
    expect(rows).toEqual([{ asset: `gateway:${GATEWAY.id}`, verdict: 'fail' }]);
  });

  it('writes a point down when levels change, and none when they do not', async () => {
    await reports(listening(22));
    const points = async () =>
      (await get('olga', '/zones/pumps/posture/history')).body['points'] as unknown[];
    const before = (await points()).length;
    await bench.clock.advance(1_000);
    await bench.posture.round();
    expect((await points()).length).toBe(before);
    await bench.clock.advance(1_000);
    await reports(listening(5900));
    expect((await points()).length).toBe(before + 1);
  });

  it('tells what stands otherwise than at a moment of its past, and why', async () => {
    const then = bench.clock.now();
    await bench.clock.advance(60_000);
    await reports(listening(22, 5900));
    const { body } = await get('olga', `/zones/pumps/posture/changes?since=${then}`);
    const changes = body['changes'] as { requirement: string }[];
    expect(changes.find(({ requirement }) => requirement === 'SR 7.7')).toMatchObject({
      ...{ from: 'unknown', to: 'not-met' },
      now: [{ kind: 'refuted', text: 'Listening sockets: not listed: 5900/tcp (x)', assets: [GATEWAY.name] }],
    });
    expect((await get('otto', '/zones/pumps/posture/changes')).status).toBe(404);
  });

  it('is hidden from whoever may not see the zone', async () => {
    await bench.posture.round();
    expect((await get('otto', '/zones/pumps/posture')).status).toBe(404);
    const { body } = await get('otto', '/posture');
    expect((body['zones'] as { zone: string }[]).map(({ zone }) => zone)).not.toContain('pumps');
  });

  it('says honestly that this program has no second factor', async () => {
    await bench.posture.round();
    const { body } = await get('mona', '/zones/pumps/posture');
    const first = (body as unknown as ZonePosture).frs[0];
    expect(first?.possible).toBe(2);
  });
});

describe('an attestation', () => {
  const word = (over: object = {}) => ({
    zone: 'pumps',
    requirement: 'SR 2.4',
    statement: 'Mobile code is not used on any controller of this zone.',
    expiresAt: bench.clock.now() + 300 * DAY,
    ...over,
  });
  const idOf = (answer: { body: Record<string, unknown> }) =>
    (answer.body['attestation'] as { id: number }).id;

  it('is a dated word that fulfils what nothing can see', async () => {
    const signed = await post('rita', '/attestations', word());
    expect(signed.status).toBe(200);
    expect(signed.body['attestation']).toMatchObject({ state: 'valid', signedBy: 'rita' });
    await bench.posture.round();
    expect((await fr(2)).blockers.map(({ requirement }) => requirement)).not.toContain('SR 2.4');

    await post('rita', `/attestations/${idOf(signed)}/withdraw`, { reason: 'A browser was installed.' });
    await bench.posture.round();
    expect((await fr(2)).blockers.map(({ requirement }) => requirement)).toContain('SR 2.4');
  });

  it('of level 3 waits for a second person, who is another', async () => {
    const signed = await post('mona', '/attestations', word({ requirement: 'SR 2.4 RE(1)' }));
    expect(signed.body['attestation']).toMatchObject({ state: 'waiting' });
    const id = idOf(signed);
    expect((await post('mona', `/attestations/${id}/countersign`, {})).status).toBe(403);
    const second = await post('owner', `/attestations/${id}/countersign`, {});
    expect(second.body['attestation']).toMatchObject({ state: 'valid', countersigned: { by: 'owner' } });
    expect((await post('owner', `/attestations/${id}/countersign`, {})).status).toBe(409);
  });

  it('is refused without a statement, an end or a requirement that there is', async () => {
    for (const wrong of [
      { statement: 'yes' },
      { expiresAt: bench.clock.now() - 1 },
      { expiresAt: bench.clock.now() + 5_000 * DAY },
      { requirement: 'SR 9.9' },
    ])
      expect((await post('rita', '/attestations', word(wrong))).status).toBe(422);
  });

  it('about the zone as a whole brings what its kind asks for, and when the next is due', async () => {
    const nextAt = bench.clock.now() + 350 * DAY;
    const assessment = {
      zone: 'pumps',
      kind: 'risk-assessment',
      record: { kind: 'risk-assessment', targetLevels: [2, 2, 2, 1, 2, 2, 2] },
      statement: 'A stopped pump floods the intake; simple means suffice to stop one.',
      performedAt: bench.clock.now() - 9 * DAY,
      expiresAt: nextAt,
      remindDays: 60,
    };
    const signed = await post('rita', '/attestations', assessment);
    expect(signed.body['attestation']).toMatchObject({
      state: 'valid',
      requirement: null,
      summary: 'target levels 2, 2, 2, 1, 2, 2, 2',
      performedAt: bench.clock.now() - 9 * DAY,
      remindAt: nextAt - 60 * DAY,
    });
    const high = { ...assessment.record, targetLevels: [3, 2, 2, 1, 2, 2, 2] };
    const waiting = await post('rita', '/attestations', { ...assessment, record: high });
    expect(waiting.body['attestation']).toMatchObject({ state: 'waiting' });
    for (const wrong of [
      { record: undefined },
      { requirement: 'SR 2.4' },
      { kind: 'patch-test' },
      { performedAt: bench.clock.now() + DAY },
    ])
      expect((await post('rita', '/attestations', { ...assessment, ...wrong })).status).toBe(422);
    expect((await post('rita', '/attestations', word({ requirement: undefined }))).status).toBe(422);
    await bench.posture.round();
    expect((await fr(2)).blockers.map(({ requirement }) => requirement)).toContain('SR 2.4');
  });

  it('is not an operator’s to give', async () => {
    expect((await post('olga', '/attestations', word())).status).toBe(403);
  });

  it('leaves an entry in the audit log', async () => {
    await post('rita', '/attestations', word());
    const { rows } = await bench.test.db.read((tx) =>
      tx.client.query<{ body: Buffer }>(
        `select action from audit_entry where action = 'posture.attest' limit 1`,
      ),
    );
    expect(rows).toHaveLength(1);
  });
});
