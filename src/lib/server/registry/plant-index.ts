import {
  personId,
  zoneId,
  type DriveId,
  type EntityTopicId,
  type GatewayId,
  type SiteId,
  type ZoneId,
} from '../../domain/ids';
import { defaultLimits, mergeLimits } from '../../domain/plant/limits';
import type { Drive, Gateway, Plant, Site, Zone } from '../../domain/plant/model';
import { UNPLACED_SITE, UNPLACED_ZONE } from '../../domain/plant/unplaced';
import type { DriveRow, GatewayRow, PlantRows, ZoneRow } from '../storage/plant-store';

/** The plant as it stands between two changes, with a way to each thing by its id. Never changed, only replaced. */
export class PlantIndex {
  readonly plant: Plant;
  readonly sites: ReadonlyMap<SiteId, Site>;
  readonly zones: ReadonlyMap<ZoneId, Zone>;
  readonly gateways: ReadonlyMap<GatewayId, Gateway>;
  readonly drives: ReadonlyMap<DriveId, Drive>;
  readonly #byEntity: ReadonlyMap<GatewayId, ReadonlyMap<EntityTopicId, Drive>>;

  constructor(plant: Plant) {
    this.plant = plant;
    this.sites = new Map(plant.sites.map((site) => [site.id, site]));
    this.zones = new Map(plant.zones.map((zone) => [zone.id, zone]));
    this.gateways = new Map(plant.gateways.map((gateway) => [gateway.id, gateway]));
    this.drives = new Map(plant.drives.map((drive) => [drive.id, drive]));
    const byEntity = new Map<GatewayId, Map<EntityTopicId, Drive>>();
    for (const drive of plant.drives) {
      const ofGateway = byEntity.get(drive.gateway);
      if (ofGateway === undefined) byEntity.set(drive.gateway, new Map([[drive.entity, drive]]));
      else ofGateway.set(drive.entity, drive);
    }
    this.#byEntity = byEntity;
  }

  byEntity(gateway: GatewayId, entity: EntityTopicId): Drive | undefined {
    return this.#byEntity.get(gateway)?.get(entity);
  }
}

/** Builds the plant from its rows; what has no place stands in the unplaced zone. */
export function plantOf(name: string, rows: PlantRows): Plant {
  const gateways = rows.gateways.filter((row) => row.zone !== null || row.revokedAt === null).map(gatewayOf);
  const zoneOf = new Map(gateways.map((gateway) => [gateway.id, gateway.zone]));
  const limits = limitsByRating();
  const drives = rows.drives
    .filter((row) => zoneOf.has(row.gateway))
    .sort((a, b) => Number(a.origin === 'discovered') - Number(b.origin === 'discovered'))
    .map((row) => driveOf(row, zoneOf.get(row.gateway) ?? UNPLACED_ZONE.id, limits));
  const hasUnplaced = [...gateways, ...drives].some((thing) => thing.zone === UNPLACED_ZONE.id);
  return {
    name,
    sites: [
      ...rows.sites.map(({ id, name: label, timeZone }) => ({ id, name: label, timeZone })),
      ...(hasUnplaced ? [UNPLACED_SITE] : []),
    ],
    zones: [...rows.zones.map(zoneFrom), ...(hasUnplaced ? [UNPLACED_ZONE] : [])],
    conduits: rows.conduits.map(({ id, name: label, from, to, allowed }) => ({
      id,
      name: label,
      from,
      to,
      allowed,
    })),
    positions: rows.positions.map(({ id, name: label, zones }) => ({
      id,
      name: label,
      zones: zones.map((zone) => zoneId.parse(zone)),
    })),
    gateways,
    drives,
  };
}

function zoneFrom(row: ZoneRow): Zone {
  return {
    id: row.id,
    site: row.site,
    name: row.name,
    targetLevels: row.targetLevels,
    production: row.production,
    processOwners: row.processOwners.map((owner) => personId.parse(owner)),
    safetyImpact: row.safetyImpact,
    missionImpact: row.missionImpact,
  };
}

function gatewayOf(row: GatewayRow): Gateway {
  return {
    id: row.id,
    site: row.site ?? UNPLACED_SITE.id,
    zone: row.zone ?? UNPLACED_ZONE.id,
    name: row.name,
    model: row.model ?? undefined,
  };
}

type LimitsOf = (row: DriveRow) => Drive['limits'];

/** Thousands of drives share a few ratings; drives without limits of their own share the very object. */
function limitsByRating(): LimitsOf {
  const known = new Map<string, Drive['limits']>();
  return ({ family, rated, limits }) => {
    const rating = JSON.stringify([family, rated]);
    const defaults = known.get(rating) ?? defaultLimits(family, rated);
    known.set(rating, defaults);
    return mergeLimits(defaults, limits);
  };
}

function driveOf(row: DriveRow, zoneOfGateway: ZoneId, limitsOf: LimitsOf): Drive {
  return {
    id: row.id,
    key: row.key,
    // A discovered drive stands where its gateway stands; the file may put a drive elsewhere.
    zone: (row.origin === 'plant-file' ? row.zone : undefined) ?? zoneOfGateway,
    gateway: row.gateway,
    entity: row.entity,
    name: row.name,
    line: row.line,
    family: row.family,
    model: row.model ?? undefined,
    firmware: row.firmware ?? undefined,
    serial: row.serial ?? undefined,
    rated: row.rated,
    expectedIntervalMs: row.expectedIntervalMs,
    signals: row.signals,
    controlTimeout: row.controlTimeout ?? undefined,
    endOfService: row.endOfService ?? undefined,
    origin: row.origin,
    limits: limitsOf(row),
    simulated: row.simulated,
  };
}
