import { describe, expect, it } from 'vitest';
import { personId, siteId, zoneId } from '../ids';
import type { Zone } from '../plant/model';
import { UNPLACED_ZONE } from '../plant/unplaced';
import { ROLES, type Actor, type Grant, type Role } from './roles';
import { audienceKey, audienceOf, canSeePlaced, canSeeZone, visibleZones } from './visibility';

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
const pumps = zone('pumps', 'aarhus', ['kim']);
const fans = zone('fans', 'aarhus');
const mill = zone('mill', 'odense');
const plant = { zones: [pumps, fans, mill] };

const person = (...grants: Grant[]): Actor => ({
  kind: 'person',
  id: personId.parse('kim'),
  displayName: 'Kim',
  session: undefined,
  authMethod: 'password',
  grants,
  authenticatedAt: 0,
  readOnly: false,
});

describe('what somebody may see', () => {
  it('is the zones their grants reach', () => {
    const kim = person(
      { role: 'operator', scope: { kind: 'site', site: fans.site } },
      { role: 'manager', scope: { kind: 'zone', zone: mill.id } },
    );
    expect([...visibleZones(kim, plant)].sort()).toEqual(['fans', 'mill', 'pumps']);
    expect([...audienceOf(kim, plant).sites].sort()).toEqual(['aarhus', 'odense']);
  });

  it('is one audience for people who may see the same, however they came to it', () => {
    const bySite = person({ role: 'operator', scope: { kind: 'site', site: fans.site } });
    const byZones = person(
      { role: 'manager', scope: { kind: 'zone', zone: fans.id } },
      { role: 'responder', scope: { kind: 'zone', zone: pumps.id } },
    );
    expect(audienceKey(bySite, plant)).toBe(audienceKey(byZones, plant));
  });

  it('keeps those apart who see what stands nowhere, or whatever comes next', () => {
    const operator = person({ role: 'operator', scope: { kind: 'plant' } });
    const administrator = person({ role: 'administrator', scope: { kind: 'plant' } });
    const allToday = person(
      { role: 'operator', scope: { kind: 'site', site: fans.site } },
      { role: 'operator', scope: { kind: 'site', site: mill.site } },
    );
    expect(new Set([operator, administrator, allToday].map((actor) => audienceKey(actor, plant))).size).toBe(
      3,
    );
    expect(canSeeZone(audienceOf(operator, plant), null)).toBe(false);
    expect(canSeePlaced(audienceOf(administrator, plant), { zone: undefined })).toBe(true);
  });

  it('is the named zones alone for a process owner', () => {
    const owner = person({ role: 'process-owner', scope: { kind: 'plant' } });
    expect([...visibleZones(owner, plant)]).toEqual(['pumps']);
    expect(audienceOf(owner, plant).everything).toBe(false);
  });

  it('differs by action: an operator sees the plant and not its audit log', () => {
    const operator = person({ role: 'operator', scope: { kind: 'plant' } });
    expect(audienceOf(operator, plant, 'audit.view').zones.size).toBe(0);
  });

  it('takes in the zone of what has no place for administrators alone', () => {
    const withUnplaced = { zones: [...plant.zones, UNPLACED_ZONE] };
    const sees = (role: Role) =>
      visibleZones(person({ role, scope: { kind: 'plant' } }), withUnplaced).has(UNPLACED_ZONE.id);
    expect(ROLES.filter(sees)).toEqual(['administrator']);
  });

  it('is nothing without a grant', () => {
    expect(audienceOf(person(), plant)).toMatchObject({ unplaced: false, everything: false });
    expect(visibleZones(person(), plant).size).toBe(0);
  });
});
