import type { DriveId, EntityTopicId, GatewayId, SiteId, ZoneId } from '../../domain/ids';
import type { Drive, Gateway } from '../../domain/plant/model';
import { UNPLACED_ZONE } from '../../domain/plant/unplaced';
import type { Place } from './observation';

/** The plant, as far as detection needs it. */
export interface PlantReader {
  gateway(id: GatewayId): Gateway | undefined;
  drive(id: DriveId): Drive | undefined;
  zone(id: ZoneId): { site: SiteId } | undefined;
  driveByEntity(gateway: GatewayId, entity: EntityTopicId): Drive | undefined;
}

/** Where a report of a gateway belongs: to the drive behind its entity, or to the gateway itself. */
export function placeOf(plant: PlantReader, gateway: GatewayId | null, entity: EntityTopicId): Place {
  if (gateway === null) return { gateway, drive: null, site: null, zone: null };
  const drive = plant.driveByEntity(gateway, entity);
  const placed = plant.gateway(gateway);
  const zone = drive?.zone ?? placed?.zone;
  const isPlaced = zone !== undefined && zone !== UNPLACED_ZONE.id;
  return {
    gateway,
    drive: drive?.id ?? null,
    site: isPlaced ? (plant.zone(zone)?.site ?? null) : null,
    zone: isPlaced ? zone : null,
  };
}
