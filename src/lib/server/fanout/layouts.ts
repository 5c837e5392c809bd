import { canSeePlaced } from '../../domain/access/visibility';
import type { SiteId, ZoneId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import { layoutDrive, type LayoutDrive } from '../../protocol/down';
import type { View } from '../../protocol/views';
import type { Viewer } from './viewer';

/** The drives of a view that the viewer may see, in the plant file's order of sites and zones. */
export function layoutDrives(view: View, viewer: Viewer, plant: Plant): LayoutDrive[] {
  return drivesInOrder(plant).filter((drive) => isIn(view, drive) && canSeePlaced(viewer.audience, drive));
}

/** Whether both say the same of the same drives. */
export const isSameLayout = (a: readonly LayoutDrive[], b: readonly LayoutDrive[]): boolean =>
  a.length === b.length && a.every((drive, i) => isSameDrive(drive, b[i]));

const FACTS = Object.keys(layoutDrive.shape) as (keyof LayoutDrive)[];

const isSameDrive = (a: LayoutDrive, b: LayoutDrive | undefined): boolean =>
  a === b || FACTS.every((fact) => a[fact] === b?.[fact]);

/** A plant is never changed, only replaced; many rooms show parts of the same one. */
const ordered = new WeakMap<Plant, readonly LayoutDrive[]>();

function drivesInOrder(plant: Plant): readonly LayoutDrive[] {
  const known = ordered.get(plant) ?? putInOrder(plant);
  ordered.set(plant, known);
  return known;
}

function putInOrder(plant: Plant): LayoutDrive[] {
  const site = siteByZone(plant);
  const rank = placeOfZones(plant);
  const placed = plant.drives.map((drive) => ({
    drive,
    rank: rank.get(drive.zone) ?? Number.MAX_SAFE_INTEGER,
  }));
  return placed
    .sort((a, b) => a.rank - b.rank)
    .map(({ drive }) => ({
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

function isIn(view: View, drive: LayoutDrive): boolean {
  switch (view.type) {
    case 'fleet':
      return true;
    case 'site':
      return drive.site === view.site;
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
