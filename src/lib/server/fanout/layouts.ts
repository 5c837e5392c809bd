import { canSeePlaced } from '../../domain/access/visibility';
import type { SiteId, ZoneId } from '../../domain/ids';
import type { Drive, Plant } from '../../domain/plant/model';
import type { LayoutDrive } from '../../protocol/down';
import type { View } from '../../protocol/views';
import type { Viewer } from './viewer';

/** The drives of a view that the viewer may see, in the plant file's order of sites and zones. */
export function layoutDrives(view: View, viewer: Viewer, plant: Plant): LayoutDrive[] {
  const site = siteByZone(plant);
  const rank = placeOfZones(plant);
  const place = (drive: Drive): number => rank.get(drive.zone) ?? Number.MAX_SAFE_INTEGER;
  return plant.drives
    .filter((drive) => isIn(view, drive, site) && canSeePlaced(viewer.audience, drive))
    .sort((a, b) => place(a) - place(b))
    .map((drive) => ({
      id: drive.id,
      name: drive.name,
      site: site.get(drive.zone) ?? null,
      zone: drive.zone,
      gateway: drive.gateway,
      line: drive.line,
      family: drive.family,
      model: drive.model ?? null,
      expectedIntervalMs: drive.expectedIntervalMs,
      simulated: drive.simulated,
    }));
}

const siteByZone = (plant: Plant): ReadonlyMap<ZoneId, SiteId> =>
  new Map(plant.zones.map((zone) => [zone.id, zone.site]));

function isIn(view: View, drive: Drive, site: ReadonlyMap<ZoneId, SiteId>): boolean {
  switch (view.type) {
    case 'fleet':
      return true;
    case 'site':
      return site.get(drive.zone) === view.site;
    case 'drive':
      return drive.id === view.drive;
    case 'gateway':
      return drive.gateway === view.gateway;
  }
}

function placeOfZones({ sites, zones }: Plant): ReadonlyMap<ZoneId, number> {
  const siteRank = new Map(sites.map((site, i) => [site.id, i]));
  const place = (site: SiteId, zone: number) => (siteRank.get(site) ?? sites.length) * zones.length + zone;
  return new Map(zones.map((zone, i) => [zone.id, place(zone.site, i)]));
}
