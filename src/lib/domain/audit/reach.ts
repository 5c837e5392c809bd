import { can } from '../access/can';
import type { Actor } from '../access/roles';
import { INSTALLATION, siteSubject } from '../access/subject';
import { audienceOf } from '../access/visibility';
import type { SiteId, ZoneId } from '../ids';
import type { Plant } from '../plant/model';

/** Whose entries somebody may read: all, or those about these zones and sites. */
export type AuditReach = 'everything' | { zones: readonly ZoneId[]; sites: readonly SiteId[] };

type Places = Pick<Plant, 'zones' | 'sites'>;

/** The part of the log that the actor may read, or export: what lies in the zones and sites of their own scope. */
export function auditReach(
  actor: Actor,
  plant: Places,
  action: 'audit.view' | 'audit.export' = 'audit.view',
): AuditReach {
  if (can(actor, action, INSTALLATION).allowed) return 'everything';
  return {
    zones: [...audienceOf(actor, plant, action).zones],
    sites: plant.sites.filter((site) => can(actor, action, siteSubject(site)).allowed).map((site) => site.id),
  };
}

/** Whether an entry of that place lies within reach. */
export const reaches = (reach: AuditReach, place: { zone: string | null; site: string | null }): boolean =>
  reach === 'everything' ||
  (place.zone === null
    ? reach.sites.some((site) => site === place.site)
    : reach.zones.some((zone) => zone === place.zone));
