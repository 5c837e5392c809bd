import { createHash, generateKeyPairSync } from 'node:crypto';
import type { Action } from '../../src/lib/domain/access/actions';
import { can } from '../../src/lib/domain/access/can';
import { ANONYMOUS, ROLES, systemActor, type Actor } from '../../src/lib/domain/access/roles';
import { zoneSubject, type Subject } from '../../src/lib/domain/access/subject';
import { conduitId, personId, type ZoneId } from '../../src/lib/domain/ids';
import type { Plant } from '../../src/lib/domain/plant/model';
import { NO_REQUEST } from '../../src/lib/server/access/command';
import { ensurePeople } from '../../src/lib/server/access/ensure-people';
import { perform } from '../../src/lib/server/access/perform';
import { SESSION_COOKIE, startSession } from '../../src/lib/server/access/sessions';
import { importAdvisory } from '../../src/lib/server/advisories/import-advisory';
import { insertAttestation, withdraw } from '../../src/lib/server/storage/attestation-store';
import { shipPlaybooks } from '../../src/lib/server/ship-playbooks';
import { insertToken } from '../../src/lib/server/storage/ingest-token-store';
import { lockMatchesOf } from '../../src/lib/server/storage/match-store';
import { insertMilestone, withdrawMilestone } from '../../src/lib/server/storage/milestone-store';
import { insertQuarantined } from '../../src/lib/server/storage/quarantine-store';
import { insertSecurityEvents } from '../../src/lib/server/storage/security-event-store';
import { PASSWORD } from './access';
import { aCveRecord, anAsset } from './advisories';
import { alarmBench } from './alarm-bench';
import { ACT, aPlaybook } from './cacao-playbooks';
import { cancelledRun } from './cancelled-run';
import { httpBench, type HttpBench } from './http-bench';
import { incidentBench } from './incident-bench';
import { anAlarm } from './incident-signals';
import { LIVE_PLANT, liveBench } from './live-bench';
import type { LiveProbe } from './live-probe';
import { aSecurityEvent } from './security-events';

/** A zone with something of everything in it: what of it is asked for by address, and stands in lists. */
export interface Place {
  zone: string;
  site: string;
  gateway: string;
  drive: string;
  /** An operator of that zone alone, for acts upon people. */
  guest: string;
  alarm: number;
  event: number;
  incident: number;
  /** A run there that is over, so that nothing can be done to it. */
  run: number;
  /** Another incident there, opened by hand, to be merged into the first. */
  spare: number;
  /** A word on the zone that was withdrawn: nobody can act on it any more. */
  attestation: number;
  /** A vulnerability of something there, and the advisory that tells of it. */
  match: number;
  advisory: number;
  /** A date of the plant's own that was taken back: nobody can take it back again. */
  milestone: number;
}

/** Somebody who asks, as the action table knows them. */
export interface Asker {
  name: string;
  actor: Actor;
  cookie: string;
  /** Of their own: attempts with passwords are counted by address. */
  address: string;
  /** Open as a page's is; nobody who has not signed in has one. */
  probe: LiveProbe | undefined;
}

export interface PermissionBench {
  http: HttpBench;
  askers: readonly Asker[];
  places: readonly Place[];
  close(): Promise<void>;
}

/** The plant, a site of two zones, one of them, and a zone of the other site. */
const SCOPES = { all: 'plant', site: 'site:aarhus', a1: 'zone:pumps', b1: 'zone:mill' } as const;

const NAMES = ROLES.flatMap((role) => Object.keys(SCOPES).map((scope) => `${role}-${scope}`));
const OWNERS = NAMES.filter((name) => name.startsWith('process-owner')).map((name) => personId.parse(name));

/** Every process owner is named in every zone, so that their scope alone decides. */
export const PERMISSION_PLANT: Plant = {
  ...LIVE_PLANT,
  zones: LIVE_PLANT.zones.map((zone) => ({ ...zone, processOwners: OWNERS })),
  conduits: LIVE_PLANT.zones.map(({ id }) => ({
    id: conduitId.parse(`${id}-uplink`),
    name: 'To the platform',
    from: id,
    to: null,
    allowed: [{ protocol: 'mqtt', port: 8883, direction: 'from-to' }],
  })),
};

/** A playbook that the library holds. */
export const PERMISSION_PLAYBOOK = aPlaybook();
/** A step of it. */
export const RUN_STEP = ACT;

const nextDoor = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' });
/** The public key of somebody else, and what it is known by. */
export const NEXT_DOOR = nextDoor.toString('base64');
export const NEXT_DOOR_KEY = createHash('sha256').update(nextDoor).digest('hex');

/** The zone of a place, as the action table sees it. */
export function subjectIn(place: Pick<Place, 'zone'>): Subject {
  const zone = PERMISSION_PLANT.zones.find(({ id }) => id === place.zone);
  if (zone === undefined) throw new Error(`there is no zone ${place.zone}`);
  return zoneSubject(zone);
}

/** What the table says, and nothing else. */
export const mayDo = ({ actor }: Asker, action: Action, subject: Subject): boolean =>
  can(actor, action, subject, PERMISSION_PLANT).allowed;

/** One server, every role with every scope signed in at it, and each zone furnished alike. */
export async function permissionBench(): Promise<PermissionBench> {
  const http = await httpBench(PERMISSION_PLANT);
  const live = await liveBench({ database: http.test.db });
  live.setPlant(PERMISSION_PLANT);
  const places = await furnish(http);
  await ensurePeople(http.host, [
    ...NAMES.map((name) => wantedPerson(name, [grantOf(name)])),
    wantedPerson('nobody', []),
    wantedPerson('visitor', []),
    ...places.map(({ guest, zone }) => wantedPerson(guest, [`operator@zone:${zone}`])),
  ]);
  const askers: Asker[] = [
    { name: 'a stranger', actor: ANONYMOUS, cookie: '', address: '198.51.100.1', probe: undefined },
  ];
  for (const name of [...NAMES, 'nobody']) {
    const { token } = await http.test.db.transaction((tx) =>
      startSession(tx, personId.parse(name), { address: '192.0.2.1', userAgent: 'test' }, http.clock.now()),
    );
    const cookie = `${SESSION_COOKIE}=${token}`;
    const session = await http.sessions.authenticate(cookie);
    if (session === undefined) throw new Error(`${name} is not signed in`);
    const address = `198.51.100.${askers.length + 1}`;
    askers.push({ name, actor: session.actor, cookie, address, probe: await live.connect(cookie) });
  }
  await openSpares(http, askers, places);
  return {
    http,
    askers,
    places,
    async close() {
      await live.close();
      await http.test.close();
    },
  };
}

async function openSpares(http: HttpBench, askers: readonly Asker[], places: readonly Place[]) {
  const cookie = askers.find(({ name }) => name === 'responder-all')?.cookie ?? '';
  const headers = { 'content-type': 'application/json', origin: 'http://127.0.0.1:3000' };
  for (const place of places) {
    const { site, zone } = place;
    const body = JSON.stringify({ site, zone, title: 'The same', severity: 2, reason: 'seen twice' });
    const answer = await http.json('/api/v1/incidents', { method: 'POST', cookie, headers, body });
    place.spare = (answer.body['incident'] as { id: number }).id;
  }
}

const wantedPerson = (person: string, grants: string[]) => ({
  person,
  displayName: person,
  grants,
  password: PASSWORD,
});

function grantOf(name: string): string {
  const at = name.lastIndexOf('-');
  return `${name.slice(0, at)}@${SCOPES[name.slice(at + 1) as keyof typeof SCOPES]}`;
}

/** An alarm, an event, an incident and a message in quarantine in each zone, and a playbook for all of them. */
async function furnish(http: HttpBench): Promise<Place[]> {
  await shipPlaybooks(http.host, http.app.playbooks, [PERMISSION_PLAYBOOK]);
  const { db } = http.test;
  const at = http.clock.now();
  const alarms = await alarmBench({ plant: PERMISSION_PLANT, access: http });
  const incidents = incidentBench({ db, bus: http.bus, clock: http.clock });
  const places: Place[] = [];
  for (const { id: gateway, zone, site } of PERMISSION_PLANT.gateways) {
    const drive = PERMISSION_PLANT.drives.find((one) => one.gateway === gateway);
    if (drive === undefined || zone === undefined || site === undefined) throw new Error('an empty zone');
    await alarms.take(alarms.report('ot.drive_fault', drive.id));
    await incidents.take(anAlarm('cert.expired', { at, gateway, zone, site }));
    const [event] = await db.transaction((tx) =>
      insertSecurityEvents(tx, [aSecurityEvent({ at, gateway, zone, site })]),
    );
    await db.transaction(async (tx) => {
      await insertQuarantined(tx, [quarantined(gateway, at)]);
      const hash = Buffer.from(gateway);
      await insertToken(tx, { gateway, name: 'logs', hash, createdAt: at, createdBy: 'test' });
    });
    const alarm = (await alarms.listed()).find((one) => one.zone === zone);
    const incident = (await incidents.all()).find((one) => one.zone === zone);
    if (event === undefined || alarm === undefined || incident === undefined)
      throw new Error(`bare: ${zone}`);
    places.push({
      zone,
      site,
      gateway,
      drive: drive.id,
      guest: `guest-${zone}`,
      alarm: alarm.id,
      event,
      incident: incident.id,
      run: await cancelledRun(db, PERMISSION_PLAYBOOK, { gateway, zone, site }),
      spare: 0,
      attestation: await withdrawnWord(http, zone),
      ...(await vulnerableThing(http, zone)),
      milestone: await withdrawnDate(http),
    });
  }
  await http.posture.round();
  return places;
}

async function withdrawnWord(http: HttpBench, zone: ZoneId): Promise<number> {
  const at = http.clock.now();
  return http.test.db.transaction(async (tx) => {
    const { id } = await insertAttestation(tx, {
      kind: 'statement',
      zone,
      requirement: 'SR 2.4',
      classes: null,
      statement: 'No mobile code is used here.',
      link: null,
      signedBy: 'responder-all',
      signedAt: at,
      expiresAt: at + 1_000_000,
    });
    await withdraw(tx, id, { by: 'responder-all', at, reason: 'it is now' });
    return id;
  });
}

/** Something of the zone of which an advisory tells. */
async function vulnerableThing(http: HttpBench, zone: ZoneId): Promise<Pick<Place, 'match' | 'advisory'>> {
  const id = `device:${zone}`;
  http.inventory.push(anAsset('AK-SM 800A', '4.2', { id, zone }));
  const { advisory } = await perform(
    http.host,
    systemActor('test'),
    importAdvisory(http.advisories.checker),
    { text: JSON.stringify(aCveRecord()) },
    NO_REQUEST,
  );
  await http.advisories.round();
  const [match] = await http.test.db.transaction((tx) => lockMatchesOf(tx, [id]));
  if (match === undefined) throw new Error(`nothing found in ${zone}`);
  return { match: match.id, advisory: advisory.id };
}

async function withdrawnDate(http: HttpBench): Promise<number> {
  const at = http.clock.now();
  return http.test.db.transaction(async (tx) => {
    const { id } = await insertMilestone(tx, {
      vendor: 'Danfoss',
      product: 'VACON NXP',
      kind: 'end-of-service',
      at: '2030',
      replacement: null,
      source: 'a letter',
      reason: 'it says so',
      enteredBy: 'manager-all',
      enteredAt: at,
    });
    await withdrawMilestone(tx, id, { by: 'manager-all', at, reason: 'it was another product' });
    return id;
  });
}

const quarantined = (gateway: Plant['gateways'][number]['id'], at: number) => ({
  gateway,
  topic: `te/device/main///m/${gateway}`,
  reason: 'not-json',
  detail: '',
  sha256: gateway.padStart(64, '0'),
  size: 3,
  head: Buffer.from('abc'),
  at,
});
