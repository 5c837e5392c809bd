import type { DriveId } from '$lib/domain/ids';
import { FAMILY_FACTS, type Family } from '$lib/domain/plant/families';
import type { PlaceNames } from './list-filter';

interface NamedSite {
  id: string;
  name: string;
  zones: readonly { id: string; name: string }[];
}

/** Names of sites and zones, and the type of each drive, for a list that spans them. */
export function placeNames(
  sites: readonly NamedSite[],
  families: Readonly<Record<DriveId, Family>>,
): PlaceNames {
  const siteNames = new Map(sites.map(({ id, name }) => [id, name]));
  const zoneNames = new Map(sites.flatMap(({ zones }) => zones.map(({ id, name }) => [id, name] as const)));
  return {
    site: (id) => (id === null ? 'Zonewatch' : (siteNames.get(id) ?? id)),
    zone: (id) => (id === null ? '' : (zoneNames.get(id) ?? id)),
    type({ drive, gateway }) {
      if (drive === null) return gateway === null ? 'system' : 'gateway';
      const family = families[drive];
      return family === undefined ? 'drive' : FAMILY_FACTS[family].label;
    },
  };
}
