import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewayId, siteId, zoneId, type GatewayId } from '../../src/lib/domain/ids';
import { entityTopicId, MAIN_DEVICE } from '../../src/lib/domain/plant/entity';
import type { Plant } from '../../src/lib/domain/plant/model';
import { DAY_MS, HOUR_MS } from '../../src/lib/domain/time';
import { Bus } from '../../src/lib/server/bus';
import { createLogger } from '../../src/lib/server/log';
import { placeZones } from '../../src/lib/server/posture/placed-zones';
import { recompute } from '../../src/lib/server/posture/recompute';
import { Posture } from '../../src/lib/server/posture/service';
import { countersign, insertAttestation, withdraw } from '../../src/lib/server/storage/attestation-store';
import { upsertStates } from '../../src/lib/server/storage/entity-state-store';
import type { PosturePointRow } from '../../src/lib/server/storage/posture-point-store';
import { GatewayEvidence } from '../../src/simulator/gateway-evidence';
import { SMALL_PLANT } from '../support/access';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';
import { SELF_IN_ORDER } from '../support/self-facts';

const PUMPS = zoneId.parse('pumps');
const GATEWAYS = ['gw-1', 'gw-2'].map((id) => gatewayId.parse(id));
const PLANT: Plant = {
  ...SMALL_PLANT,
  gateways: GATEWAYS.map((id) => ({
    ...{ id, name: id, model: undefined },
    site: siteId.parse('aarhus'),
    zone: PUMPS,
  })),
};

let test: TestDatabase;
const clock = new FakeClock();
const bus = new Bus();
const offline = new Set<GatewayId>();
const found = new Map(GATEWAYS.map((id): [GatewayId, object] => [id, new GatewayEvidence().report(2)]));
let posture: Posture;

beforeAll(async () => {
  test = await testDatabase({ bus });
  posture = new Posture({
    ...{ bus, clock },
    database: test.db,
    log: createLogger('silent'),
    plant: () => PLANT,
    linkOf: (id) => ({
      link: offline.has(id) ? 'offline' : 'live',
      certificateNotAfter: clock.now() + 90 * DAY_MS,
    }),
    selfFacts: async () => SELF_IN_ORDER,
  });
});
afterAll(() => test.close());

/** Every gateway that is heard says again what its collector finds; then zones are judged. */
async function round(): Promise<void> {
  const reports = GATEWAYS.filter((id) => !offline.has(id)).map((gateway) => ({
    ...{ gateway, topicId: entityTopicId(MAIN_DEVICE), channel: 'twin' as const, name: 'zonewatch_evidence' },
    ...{ status: '', body: found.get(gateway), sourceTime: undefined, receivedAt: clock.now() },
  }));
  await test.db.transaction((tx) => upsertStates(tx, reports));
  bus.emit('evidence.reported', { gateways: new Set(GATEWAYS) });
  await posture.round();
}

const finds = (gateway: GatewayId | undefined, findings: object) =>
  gateway !== undefined && found.set(gateway, { ...new GatewayEvidence().report(2), ...findings });
const says = (
  requirement: 'SR 2.4' | 'SR 1.2' | 'SR 7.2',
  kind: 'statement' | 'compensation',
  days: number,
) =>
  test.db.transaction((tx) =>
    insertAttestation(tx, {
      ...{ kind, zone: PUMPS, requirement, statement: 'It is so, I looked.', signedBy: 'rita' },
      ...{ signedAt: clock.now(), expiresAt: clock.now() + days * DAY_MS },
    }),
  );
const [one, two] = GATEWAYS;

/** What happens in three days, by the hour. */
const STORY: Readonly<Record<number, () => unknown>> = {
  3: () =>
    finds(one, { 'gw.ports.listening': { sockets: [{ protocol: 'tcp', port: 5900, address: '::' }] } }),
  7: () => says('SR 7.2', 'statement', 1),
  9: () => finds(one, {}),
  12: () => two && offline.add(two),
  14: () => two && offline.delete(two),
  20: () => finds(two, { 'gw.ntp': { synchronised: false }, 'gw.wireless': { radios: [] } }),
  26: () => says('SR 2.4', 'statement', 300),
  28: () => says('SR 1.2', 'compensation', 300),
  30: () => test.db.transaction((tx) => countersign(tx, 3, 'owner', clock.now())),
  33: () => one && offline.add(one),
  40: () => finds(two, {}),
  47: () => one && offline.delete(one),
  52: () => test.db.transaction((tx) => withdraw(tx, 2, { by: 'rita', at: clock.now(), reason: 'no more' })),
  60: () =>
    finds(two, { 'gw.ssh.config': { rootLogin: 'yes', passwords: true, banner: false, idleMinutes: 0 } }),
};

it('levels judged as news came are those that come of all that was written down', async () => {
  const from = clock.now();
  const seen: { at: number; figures: string }[] = [];
  for (let hour = 0; hour <= 72; hour++) {
    await STORY[hour]?.();
    if (STORY[hour] !== undefined) bus.emit('attestation.changed', { zone: PUMPS });
    await round();
    const levels = posture.zones().find(({ zone }) => zone === PUMPS);
    if (levels === undefined) throw new Error('not judged');
    const { refuted, unknown } = levels;
    seen.push({
      at: clock.now(),
      figures: [
        ...levels.levels.map(({ confirmed, possible }) => `${confirmed}-${possible}`),
        ...[refuted, unknown],
      ].join(' '),
    });
    await clock.advance(HOUR_MS);
  }
  const points: PosturePointRow[] = [];
  const zones = [...placeZones(PLANT).byId.values()].filter(({ zone }) => zone.id === PUMPS);
  await test.db.read(async (tx) => {
    for await (const rows of recompute(tx, zones, { from, to: clock.now() })) points.push(...rows);
  });
  const figuresAt = (at: number) => {
    const { levels = [], refuted, unknown } = points.filter((point) => point.at <= at).at(-1) ?? {};
    const pairs = levels.flatMap((level, i) => (i % 2 === 0 ? [`${level}-${levels[i + 1]}`] : []));
    return [...pairs, refuted, unknown].join(' ');
  };
  expect(seen.map(({ at }) => ({ at, figures: figuresAt(at) }))).toEqual(seen);
  expect(new Set(seen.map(({ figures }) => figures)).size).toBeGreaterThan(6);
});
