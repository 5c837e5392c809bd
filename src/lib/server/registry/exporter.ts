import { entityName } from '../../domain/plant/entity';
import { driveEntry, plantFile, type DriveEntry, type PlantFile } from '../../domain/plant/file/schema';
import type { Drive, Plant } from '../../domain/plant/model';
import { UNPLACED_ZONE } from '../../domain/plant/unplaced';

/** Where an export puts gateways that have no place, for people to move and rename. */
const NEW_PLACE = { site: 'new-site', zone: 'new-zone', name: 'To be placed' } as const;

/** A plant file with every discovered drive added to its gateway, ready to be given names and places. */
export function withDiscovered(file: PlantFile | undefined, plant: Plant): PlantFile {
  const found = plant.drives.filter((drive) => drive.origin === 'discovered');
  const entries = (gateway: string): DriveEntry[] =>
    found.filter((drive) => drive.gateway === gateway).flatMap((drive) => entryOf(drive) ?? []);
  const unplaced = plant.gateways.filter((gateway) => gateway.zone === UNPLACED_ZONE.id);
  const added = unplaced.map(({ id, name, model }) => ({
    id,
    name,
    ...(model ? { model } : {}),
    drives: entries(id),
  }));
  return plantFile.parse({
    ...(file ?? { name: plant.name }),
    sites: [
      ...(file?.sites ?? []).map((site) => ({
        ...site,
        zones: site.zones.map((zone) => ({
          ...zone,
          ...(zone.gateways && {
            gateways: zone.gateways.map((gateway) => {
              const more = entries(gateway.id);
              return more.length === 0
                ? gateway
                : { ...gateway, drives: [...(gateway.drives ?? []), ...more] };
            }),
          }),
        })),
      })),
      ...(added.length === 0 ? [] : [newSite(added)]),
    ],
  });
}

const newSite = (gateways: readonly object[]) => ({
  id: NEW_PLACE.site,
  name: NEW_PLACE.name,
  timeZone: 'UTC',
  zones: [{ id: NEW_PLACE.zone, name: NEW_PLACE.name, target: 0, gateways }],
});

/** An entity whose name a plant file cannot hold stays discovered. */
function entryOf({ id, name, entity, family, model }: Drive): DriveEntry | undefined {
  const entry = { id, name, entity: entityName(entity), family, ...(model === undefined ? {} : { model }) };
  return driveEntry.safeParse(entry).data;
}
