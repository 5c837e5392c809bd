import type { Conduit, Drive, Gateway, Position, Site, TargetLevels, Zone } from '../model';
import { SECOND_MS } from '../../time';
import { entityTopicId } from '../entity';
import { mergeLimits } from '../limits';
import { recogniseFamily } from '../recognise';
import { intervalMs } from './fields';
import { OUTSIDE, type DriveEntry, type DriveTypeEntry, type PlantFile, type ZoneEntry } from './schema';

/** A drive sends a sample a second unless its plant file says otherwise. */
export const DEFAULT_INTERVAL_MS = SECOND_MS;

/** A drive as the plant file has it: no key yet, and only the limits that the file itself states. */
export type DriveRecord = Omit<Drive, 'key'>;
export type GatewayRecord = Gateway & { simulated: boolean };

/** The plant file with types applied and defaults filled in, everything in file order. */
export interface PlantRecords {
  name: string;
  sites: readonly Site[];
  zones: readonly Zone[];
  conduits: readonly Conduit[];
  positions: readonly Position[];
  gateways: readonly GatewayRecord[];
  drives: readonly DriveRecord[];
}

/** Turns a checked plant file into what the program works with. */
export function resolvePlant(file: PlantFile): PlantRecords {
  const simulated = file.simulated ?? false;
  const types = new Map(Object.entries(file.driveTypes ?? {}));
  const zones = file.sites.flatMap((site) => site.zones.map((zone) => ({ site: site.id, zone })));
  const gateways = zones.flatMap(({ site, zone }) =>
    (zone.gateways ?? []).map((gateway) => ({ site, zone: zone.id, gateway })),
  );
  return {
    name: file.name,
    sites: file.sites.map(({ id, name, timeZone }) => ({ id, name, timeZone })),
    zones: zones.map(({ site, zone }) => resolveZone(site, zone)),
    conduits: (file.conduits ?? []).map((conduit) => ({
      id: conduit.id,
      name: conduit.name,
      from: conduit.from === OUTSIDE ? null : conduit.from,
      to: conduit.to === OUTSIDE ? null : conduit.to,
      allowed: (conduit.allowed ?? []).map(({ protocol, port, direction }) => ({
        protocol,
        port,
        direction: direction ?? 'from-to',
      })),
    })),
    positions: file.positions ?? [],
    gateways: gateways.map(({ site, zone, gateway: { id, name, model } }) => ({
      id,
      site,
      zone,
      name,
      model,
      simulated,
    })),
    drives: gateways.flatMap(({ zone, gateway }) =>
      (gateway.drives ?? []).map((drive) =>
        resolveDrive(drive, types.get(drive.type ?? ''), { zone, gateway: gateway.id, simulated }),
      ),
    ),
  };
}

function resolveZone(site: Site['id'], zone: ZoneEntry): Zone {
  return {
    id: zone.id,
    site,
    name: zone.name,
    targetLevels: targetLevels(zone.target),
    // What nobody said to be harmless is not: only signed versions run there.
    production: zone.production ?? true,
    processOwners: zone.processOwners ?? [],
    safetyImpact: zone.safetyImpact ?? 'none',
    missionImpact: zone.missionImpact ?? 'none',
  };
}

const targetLevels = (target: ZoneEntry['target']): TargetLevels =>
  typeof target === 'number' ? [target, target, target, target, target, target, target] : target;

/** The drive's own fields go before those of its type; rated data and limits are merged field by field. */
function resolveDrive(
  own: DriveEntry,
  type: DriveTypeEntry = {},
  place: Pick<DriveRecord, 'zone' | 'gateway' | 'simulated'>,
): DriveRecord {
  const model = own.model ?? type.model;
  const interval = own.interval ?? type.interval;
  return {
    ...place,
    id: own.id,
    zone: own.zone ?? place.zone,
    entity: entityTopicId(own.entity),
    name: own.name,
    line: own.line ?? '',
    family: own.family ?? type.family ?? recogniseFamily(model ?? ''),
    model,
    firmware: own.firmware ?? type.firmware,
    serial: own.serial,
    rated: { ...type.rated, ...own.rated },
    expectedIntervalMs: (interval === undefined ? undefined : intervalMs(interval)) ?? DEFAULT_INTERVAL_MS,
    signals: own.signals ?? type.signals ?? [],
    controlTimeout: own.controlTimeout ?? type.controlTimeout,
    endOfService: own.endOfService ?? type.endOfService,
    origin: 'plant-file',
    limits: mergeLimits(type.limits ?? {}, own.limits ?? {}),
  };
}
