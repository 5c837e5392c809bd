import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personId, siteId, zoneId } from '../ids';
import { ACTIONS, type Action } from './actions';
import { can, canSomewhere, FRESH_FOR_MS, mustReauthenticate } from './can';
import { ANONYMOUS, cliActor, ROLES, systemActor, type Actor, type Grant, type Role } from './roles';
import type { Subject } from './subject';

const pumps = zoneId.parse('aarhus-pumps');
const fans = zoneId.parse('aarhus-fans');
const mill = zoneId.parse('odense-mill');
const aarhus = siteId.parse('aarhus');
const odense = siteId.parse('odense');
const zones = [
  { id: pumps, site: aarhus },
  { id: fans, site: aarhus },
  { id: mill, site: odense },
].map((zone) => ({
  ...zone,
  name: zone.id,
  targetLevels: [2, 2, 2, 2, 2, 2, 2] as const,
  production: true,
  processOwners: [],
  safetyImpact: 'none' as const,
  missionImpact: 'none' as const,
}));
const plan = { zones };

function person(name: string, ...grants: Grant[]): Actor {
  return {
    kind: 'person',
    id: personId.parse(name),
    displayName: name,
    session: 'abc',
    authMethod: 'password',
    grants,
    authenticatedAt: 0,
    readOnly: false,
  };
}
const PLANT = { kind: 'plant' } as const;
const as = (role: Role): Actor => person(role, { role, scope: PLANT });

const inPumps = (facts: Partial<Subject & { kind: 'zone' }> = {}): Subject => ({
  kind: 'zone',
  zone: pumps,
  site: aarhus,
  processOwners: [personId.parse('process-owner')],
  ...facts,
});
const ordinary: Subject = inPumps();

describe('who may do what, row by row', () => {
  // o operator, r responder, m manager, p process owner of the zone, a administrator
  const rows: [Action, string, Subject?][] = [
    ['plant.view', 'o r m p a'],
    ['report.export', 'o r m p a'],
    ['alarm.acknowledge', 'o r . p .'],
    ['alarm.confirm', 'o r . p .'],
    ['alarm.reset', 'o r . p .'],
    ['alarm.shelve', 'o r . p .'],
    ['alarm.silence', 'o r . p .'],
    ['alarm.out-of-service', '. r . p .'],
    ['alarm.suppress', '. r . p .'],
    ['incident.open', 'o r . p .'],
    ['incident.acknowledge', 'o r . p .'],
    ['incident.comment', 'o r . p .'],
    ['incident.assign', '. r . . .'],
    ['incident.move', '. r . . .'],
    ['incident.merge', '. r . . .'],
    ['incident.close', '. r . . .'],
    ['run.start', '. r . p .'],
    ['run.start', 'o r . p .', inPumps({ forOperators: true })],
    ['step.complete', '. r . p .'],
    ['step.complete', 'o r . p .', inPumps({ forOperators: true })],
    ['step.approve', '. . . . .'],
    ['step.approve', '. r . . .', inPumps({ step: { effect: 'reversible', requestedBy: 'x' } })],
    ['step.approve', '. . . p .', inPumps({ step: { effect: 'disruptive', requestedBy: 'x' } })],
    ['step.approve', '. . . p .', inPumps({ step: { effect: 'isolation', requestedBy: 'x' } })],
    ['run.resolve-unknown', '. r . p .'],
    ['run.cancel', '. r . p .'],
    ['playbook.import', '. r . . a'],
    ['playbook.lint', '. r . . a'],
    ['playbook.approve', '. . . p .'],
    ['posture.attest', '. r m p .'],
    ['vulnerability.decide', '. r m p .'],
    ['posture.countersign', '. . m p .'],
    ['audit.view', '. r m p a'],
    ['audit.export', '. . m p a'],
    ['alarm-definition.change', '. . . . a'],
    ['plant.import', '. . . . a'],
    ['gateway.manage', '. . . . a'],
    ['certificate.manage', '. . . . a'],
    ['people.view', '. . . . a'],
    ['people.manage', '. . . . a'],
    ['token.manage', '. . . . a'],
    ['settings.change', '. . . . a'],
    ['quarantine.view', '. . . . a'],
    ['metrics.view', '. . . . a'],
    ['advisory.import', '. r m p a'],
    ['account.view', '. . . . .'],
    ['account.manage', '. . . . .'],
    ['session.renew', '. . . . .'],
    ['session.start', 'o r m p a'],
    ['installation.set-up', 'o r m p a'],
  ];
  const letters = { operator: 'o', responder: 'r', manager: 'm', 'process-owner': 'p', administrator: 'a' };

  it.each(rows)('%s: %s', (action, expected, subject = ordinary) => {
    const seen = ROLES.map((role) => (can(as(role), action, subject).allowed ? letters[role] : '.')).join(
      ' ',
    );
    expect(seen).toBe(expected);
  });

  it('has a row here for every action of the table', () => {
    expect([...new Set(rows.map(([action]) => action))].sort()).toEqual(Object.keys(ACTIONS).sort());
  });
});

describe('scopes', () => {
  const everyAction = Object.keys(ACTIONS) as Action[];

  it('a role in one zone does nothing in another, nor in the whole site', () => {
    const here = person('kim', { role: 'responder', scope: { kind: 'zone', zone: pumps } });
    expect(can(here, 'alarm.suppress', inPumps()).allowed).toBe(true);
    expect(can(here, 'alarm.suppress', inPumps({ zone: fans })).allowed).toBe(false);
    expect(can(here, 'plant.view', { kind: 'site', site: aarhus }).allowed).toBe(false);
    expect(can(here, 'plant.view', { kind: 'installation' }).allowed).toBe(false);
  });

  it('a role on a site covers its zones and no other site', () => {
    const here = person('kim', { role: 'operator', scope: { kind: 'site', site: aarhus } });
    expect(can(here, 'alarm.acknowledge', inPumps({ zone: fans })).allowed).toBe(true);
    expect(can(here, 'alarm.acknowledge', inPumps({ zone: mill, site: odense })).allowed).toBe(false);
  });

  it('roles do not mix their scopes: operator here and responder there is no responder here', () => {
    const kim = person(
      'kim',
      { role: 'operator', scope: { kind: 'zone', zone: pumps } },
      { role: 'responder', scope: { kind: 'zone', zone: mill } },
    );
    expect(can(kim, 'incident.close', inPumps()).allowed).toBe(false);
    expect(can(kim, 'incident.close', inPumps({ zone: mill, site: odense })).allowed).toBe(true);
  });

  it('a process owner is one only where the plant file names them and their grant reaches', () => {
    const owner = as('process-owner');
    expect(can(owner, 'run.cancel', inPumps()).allowed).toBe(true);
    expect(can(owner, 'run.cancel', inPumps({ processOwners: [] })).allowed).toBe(false);
    expect(can(owner, 'plant.view', { kind: 'installation' }).allowed).toBe(false);
    const elsewhere = person('process-owner', { role: 'process-owner', scope: { kind: 'zone', zone: mill } });
    expect(can(elsewhere, 'run.cancel', inPumps()).allowed).toBe(false);
    const named = person('kim', { role: 'operator', scope: PLANT });
    expect(can(named, 'playbook.approve', inPumps({ processOwners: [personId.parse('kim')] })).allowed).toBe(
      false,
    );
  });

  it('equipment without a place is seen by administrators of the whole plant alone', () => {
    for (const role of ROLES) {
      expect(can(as(role), 'plant.view', { kind: 'unplaced' }).allowed).toBe(role === 'administrator');
    }
    const ofSite = person('kim', { role: 'administrator', scope: { kind: 'site', site: aarhus } });
    expect(can(ofSite, 'plant.view', { kind: 'unplaced' }).allowed).toBe(false);
  });

  it('nobody without a grant may do anything but sign in, set up and manage the own account', () => {
    const nobody = person('kim');
    const subjects: Subject[] = [
      ordinary,
      { kind: 'installation' },
      { kind: 'unplaced' },
      { kind: 'site', site: aarhus },
    ];
    const allowed = everyAction.filter((action) =>
      subjects.some((subject) => can(nobody, action, subject).allowed),
    );
    expect(allowed).toEqual(['session.start', 'installation.set-up']);
  });

  it('narrowing a scope never widens a right', () => {
    const scopes = [PLANT, { kind: 'site', site: aarhus }, { kind: 'zone', zone: pumps }] as const;
    const neverWider = fc.property(
      fc.constantFrom(...ROLES),
      fc.constantFrom(...everyAction),
      fc.constantFrom(...zones),
      fc.constantFrom(0, 1),
      (role, action, zone, i) => {
        const subject: Subject = {
          kind: 'zone',
          zone: zone.id,
          site: zone.site,
          processOwners: [personId.parse(role)],
        };
        const wide = can(person(role, { role, scope: scopes[i]! }), action, subject).allowed;
        const narrow = can(person(role, { role, scope: scopes[i + 1]! }), action, subject).allowed;
        return wide || !narrow;
      },
    );
    expect(fc.check(neverWider).failed).toBe(false);
  });
});

describe('people', () => {
  const grants = (...list: Grant[]): Subject => ({
    kind: 'person',
    person: personId.parse('kim'),
    grants: list,
  });

  it('nobody changes their own roles, an administrator neither', () => {
    const kim = person('kim', { role: 'administrator', scope: PLANT });
    expect(can(kim, 'people.manage', grants(), plan).allowed).toBe(false);
  });

  it('an administrator gives any role within the own scope, and none beyond it', () => {
    const ofSite = person('root', { role: 'administrator', scope: { kind: 'site', site: aarhus } });
    const may = (grant: Grant) => can(ofSite, 'people.manage', grants(grant), plan).allowed;
    expect(may({ role: 'responder', scope: { kind: 'zone', zone: pumps } })).toBe(true);
    expect(may({ role: 'administrator', scope: { kind: 'site', site: aarhus } })).toBe(true);
    expect(may({ role: 'operator', scope: { kind: 'zone', zone: mill } })).toBe(false);
    expect(may({ role: 'operator', scope: PLANT })).toBe(false);
    expect(may({ role: 'operator', scope: { kind: 'zone', zone: zoneId.parse('not-in-the-plan') } })).toBe(
      false,
    );
  });

  it('the own account belongs to its person and to nobody else', () => {
    expect(can(as('operator'), 'account.manage', { kind: 'own', person: 'operator' }).allowed).toBe(true);
    expect(can(as('administrator'), 'account.manage', { kind: 'own', person: 'operator' }).allowed).toBe(
      false,
    );
    expect(can(as('administrator'), 'people.manage', { kind: 'own', person: 'administrator' }).allowed).toBe(
      false,
    );
  });
});

describe('sessions', () => {
  it('who has not signed in is told to', () => {
    expect(can(ANONYMOUS, 'plant.view', ordinary)).toMatchObject({
      allowed: false,
      code: 'access.sign-in-needed',
    });
    expect(can(ANONYMOUS, 'session.start', { kind: 'installation' }).allowed).toBe(true);
  });

  it('a session that has run out still shows, and does nothing', () => {
    const late = { ...as('responder'), readOnly: true };
    expect(can(late, 'plant.view', ordinary).allowed).toBe(true);
    expect(can(late, 'session.renew', { kind: 'own', person: 'responder' }).allowed).toBe(true);
    expect(can(late, 'alarm.acknowledge', ordinary)).toMatchObject({
      code: 'access.reauthentication-needed',
    });
    expect(can(late, 'account.manage', { kind: 'own', person: 'responder' })).toMatchObject({
      allowed: false,
    });
  });

  it('whoever asked for a step does not approve it', () => {
    const subject = inPumps({ step: { effect: 'reversible', requestedBy: 'responder' } });
    expect(can(as('responder'), 'step.approve', subject).allowed).toBe(false);
  });

  it('approvals, people, keys and definitions of alarms want the password of the last five minutes', () => {
    const fresh = (Object.keys(ACTIONS) as Action[]).filter((action) => ACTIONS[action].fresh);
    expect(fresh).toEqual([
      'step.approve',
      'playbook.approve',
      'posture.countersign',
      'alarm-definition.change',
      'certificate.manage',
      'people.manage',
      'token.manage',
    ]);
    const root = as('administrator');
    expect(mustReauthenticate(root, 'people.manage', FRESH_FOR_MS)).toBe(false);
    expect(mustReauthenticate(root, 'people.manage', FRESH_FOR_MS + 1)).toBe(true);
    expect(mustReauthenticate(root, 'plant.import', FRESH_FOR_MS + 1)).toBe(false);
    expect(mustReauthenticate({ ...root, authMethod: 'token' }, 'people.manage', 0)).toBe(true);
    expect(mustReauthenticate(cliActor('root'), 'people.manage', 1e12)).toBe(false);
    expect(mustReauthenticate(systemActor('sweep'), 'people.manage', 1e12)).toBe(false);
  });

  it('a menu entry shows for whoever may do the thing somewhere', () => {
    const here = person('kim', { role: 'administrator', scope: { kind: 'zone', zone: pumps } });
    expect(canSomewhere(here, 'quarantine.view')).toBe(true);
    expect(canSomewhere(as('operator'), 'audit.view')).toBe(false);
  });
});
