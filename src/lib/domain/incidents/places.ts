import type { DriveId, GatewayId, SiteId, ZoneId } from '../ids';
import type { Plant } from '../plant/model';

/** What rules of correlation ask the plant. */
export interface Places {
  siteName(id: SiteId | null): string;
  zoneName(id: ZoneId | null): string;
  gatewayName(id: GatewayId | null): string;
  driveName(id: DriveId | null): string;
  /** How many gateways stand there. */
  gatewaysOf(site: SiteId | null): number;
}

/** Answers from the plant as it stands. Call it anew after an import. */
export function placesOf(plant: Pick<Plant, 'sites' | 'zones' | 'gateways' | 'drives'>): Places {
  const named = <T extends { id: string; name: string }>(all: readonly T[], otherwise: string) => {
    return (id: string | null): string =>
      id === null ? otherwise : (all.find((one) => one.id === id)?.name ?? id);
  };
  return {
    siteName: named(plant.sites, 'the plant'),
    zoneName: named(plant.zones, 'no known zone'),
    gatewayName: (id) => id ?? 'an unknown gateway',
    driveName: named(plant.drives, 'an unknown drive'),
    gatewaysOf: (site) => plant.gateways.filter((gateway) => gateway.site === site).length,
  };
}
