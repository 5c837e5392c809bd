import { INSTALLATION, siteSubject, zoneSubject, type Subject } from '../access/subject';
import type { Audience } from '../access/visibility';
import type { SiteId, ZoneId } from '../ids';
import type { Plant } from '../plant/model';

interface Place {
  site: SiteId | null;
  zone: ZoneId | null;
}

/**
 * What acting on an incident is done to: its zone, or its site when it concerns all of one. What has no place,
 * or whose place is no longer in the plant file, needs a role for the whole plant.
 */
export function incidentSubject({ site, zone }: Place, plant: Pick<Plant, 'zones' | 'sites'>): Subject {
  if (zone !== null) {
    const known = plant.zones.find(({ id }) => id === zone);
    return known === undefined ? INSTALLATION : zoneSubject(known);
  }
  const known = plant.sites.find(({ id }) => id === site);
  return known === undefined ? INSTALLATION : siteSubject(known);
}

/**
 * Whether somebody may see an incident. One of a whole site is seen by everybody who sees any of its zones, one
 * without a place by those whose scope is the whole plant.
 */
export function canSeeIncident(audience: Audience, { site, zone }: Place): boolean {
  if (zone !== null) return audience.zones.has(zone);
  return site === null ? audience.everything : audience.sites.has(site);
}
