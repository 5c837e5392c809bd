import type { SiteId, ZoneId } from '$lib/domain/ids';
import type { SitePlan } from './plant-plan';

/** Names of zones and sites, as far as the viewer may see them; what they may not see goes by its id. */
export interface Places {
  /** `Pumps, North`, or `not placed yet`. */
  words(zone: ZoneId | null, site: SiteId | null): string;
  zone(zone: ZoneId): string;
  site(site: SiteId): string;
  /** Zone of time in which a site's moments are shown. */
  timeZone(site: SiteId | null): string;
}

export function placesOf(sites: readonly SitePlan[], fallback: string): Places {
  const zones = new Map(sites.flatMap((site) => site.zones.map((zone) => [zone.id, zone.name] as const)));
  const known = new Map(sites.map((site) => [site.id, site]));
  const zoneName = (zone: ZoneId): string => zones.get(zone) ?? zone;
  const siteName = (site: SiteId): string => known.get(site)?.name ?? site;
  return {
    words: (zone, site) => {
      const parts = [zone && zoneName(zone), site && siteName(site)].filter(Boolean);
      return parts.length === 0 ? 'not placed yet' : parts.join(', ');
    },
    zone: zoneName,
    site: siteName,
    timeZone: (site) => (site === null ? undefined : known.get(site)?.timeZone) ?? fallback,
  };
}
