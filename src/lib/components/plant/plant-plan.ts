import type { GatewayId, SiteId, ZoneId } from '$lib/domain/ids';
import type { Gateway, Plant, Site, TargetLevels, Zone } from '$lib/domain/plant/model';

/** What of the plant does not change while a page is open, as far as the viewer may see it. */
export interface ZonePlan {
  id: ZoneId;
  name: string;
  targetLevels: TargetLevels;
  production: boolean;
}

export interface GatewayPlan {
  id: GatewayId;
  name: string;
  zone: ZoneId;
}

export interface SitePlan {
  id: SiteId;
  name: string;
  timeZone: string;
  zones: readonly ZonePlan[];
  gateways: readonly GatewayPlan[];
}

/** Sites in the order of the plant file, with the zones and gateways that `sees` lets through. */
export function planSites(plant: Plant, sees: (zone: ZoneId) => boolean): SitePlan[] {
  return plant.sites
    .map((site) => planSite(plant, site, sees))
    .filter((site) => site.zones.length > 0 || site.gateways.length > 0);
}

function planSite(plant: Plant, site: Site, sees: (zone: ZoneId) => boolean): SitePlan {
  const mine = (thing: Zone | Gateway): boolean => thing.site === site.id;
  return {
    id: site.id,
    name: site.name,
    timeZone: site.timeZone,
    zones: plant.zones
      .filter((zone) => mine(zone) && sees(zone.id))
      .map(({ id, name, targetLevels, production }) => ({ id, name, targetLevels, production })),
    gateways: plant.gateways
      .filter((gateway) => mine(gateway) && sees(gateway.zone))
      .map(({ id, name, zone }) => ({ id, name, zone })),
  };
}

/** Target levels in a few characters: `2`, or `1 to 3` where the seven requirements differ. */
export function targetText(levels: TargetLevels): string {
  const low = Math.min(...levels);
  const high = Math.max(...levels);
  return low === high ? String(low) : `${low} to ${high}`;
}
