import type { SessionInfo } from '../../src/lib/server/access/sessions';
import { personId, siteId, zoneId, type PersonId } from '../../src/lib/domain/ids';
import type { Plant, Zone } from '../../src/lib/domain/plant/model';
import { NO_REQUEST, type CommandHost, type RequestMeta } from '../../src/lib/server/access/command';
import { ensurePeople } from '../../src/lib/server/access/ensure-people';
import { perform } from '../../src/lib/server/access/perform';
import { RefusalLog } from '../../src/lib/server/access/refusals';
import { SESSION_COOKIE, Sessions } from '../../src/lib/server/access/sessions';
import { signIn, type SignedIn } from '../../src/lib/server/access/sign-in';
import { ANONYMOUS } from '../../src/lib/domain/access/roles';
import { auditAppender } from '../../src/lib/server/audit/append';
import { Bus } from '../../src/lib/server/bus';
import { createLogger } from '../../src/lib/server/log';
import { testDatabase, type TestDatabase } from './database';
import { FakeClock } from './fake-clock';

/** One password for every person of a test, strong enough for every rule. */
export const PASSWORD = 'violet kayak lantern';

const zone = (id: string, site: string, owners: string[] = []): Zone => ({
  id: zoneId.parse(id),
  site: siteId.parse(site),
  name: id,
  targetLevels: [1, 1, 1, 1, 1, 1, 1],
  production: true,
  processOwners: owners.map((owner) => personId.parse(owner)),
  safetyImpact: 'none',
  missionImpact: 'none',
});

/** Two sites, three zones; `owner` owns the pumps. */
export const SMALL_PLANT: Plant = {
  name: 'Small plant',
  sites: [
    { id: siteId.parse('aarhus'), name: 'Aarhus', timeZone: 'Europe/Copenhagen' },
    { id: siteId.parse('odense'), name: 'Odense', timeZone: 'Europe/Copenhagen' },
  ],
  zones: [zone('pumps', 'aarhus', ['owner']), zone('fans', 'aarhus'), zone('mill', 'odense')],
  conduits: [],
  positions: [],
  gateways: [],
  drives: [],
};

export interface AccessBench {
  test: TestDatabase;
  clock: FakeClock;
  bus: Bus;
  host: CommandHost;
  sessions: Sessions;
  /** Makes a person with these roles (`operator@plant`) and the common password. */
  person(name: string, ...grants: string[]): Promise<PersonId>;
  /** Signs in and returns what a request of that session carries. */
  enter(name: string, address?: string): Promise<Entered>;
  /** Actions of the audit log in order, as `actor action object result`. */
  auditLines(): Promise<string[]>;
}

export interface Entered {
  signedIn: SignedIn;
  cookie: string;
  meta: RequestMeta;
  /** The session as a request made now finds it. */
  now(): Promise<SessionInfo>;
}

export const from = (address: string): RequestMeta => ({
  ...NO_REQUEST,
  requestId: 'r',
  address,
  userAgent: 'test',
});

/** Everything people and permission need, on a database of its own. The clock starts at the real time: a library checks ends of sessions by it. */
export async function accessBench(plant: Plant = SMALL_PLANT): Promise<AccessBench> {
  const clock = new FakeClock(Date.now());
  const bus = new Bus();
  const test = await testDatabase({ bus });
  const log = createLogger('silent');
  const appendAudit = auditAppender(clock, () => ({ synced: null, offset_ms: null, unc_ms: null }));
  const refusals = new RefusalLog(test.db, clock, appendAudit, log);
  const host: CommandHost = { database: test.db, clock, bus, log, appendAudit, refusals, plant: () => plant };
  const sessions = new Sessions(test.db, clock, log, bus);
  return {
    test,
    clock,
    bus,
    host,
    sessions,
    async person(name, ...grants) {
      await ensurePeople(host, [{ person: name, displayName: name, grants, password: PASSWORD }]);
      return personId.parse(name);
    },
    async enter(name, address = '192.0.2.1') {
      const signedIn = await perform(
        host,
        ANONYMOUS,
        signIn,
        { username: name, password: PASSWORD },
        from(address),
      );
      const cookie = `${SESSION_COOKIE}=${signedIn.token}`;
      const now = async () => {
        const info = await sessions.authenticate(cookie);
        if (info === undefined) throw new Error(`the session of ${name} is over`);
        return info;
      };
      return { signedIn, cookie, meta: { ...from(address), sessionId: signedIn.sessionId }, now };
    },
    async auditLines() {
      const { rows } = await test.db.client.query<{ line: string }>(
        `select concat_ws(' ', actor, action, object_type || ':' || object_id, result) as line from audit_entry order by seq`,
      );
      return rows.map((row) => row.line);
    },
  };
}
