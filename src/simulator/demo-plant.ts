import type { z } from 'zod';
import {
  plantFile,
  type conduitEntry,
  type driveEntry,
  type gatewayEntry,
  type PlantFile,
} from '../lib/domain/plant/file/schema';
import { DEMO_DRIVE_TYPES } from './demo-plant/drive-types';
import { DEMO_SITES, LEGACY_ZONE, type ZoneLayout } from './demo-plant/layout';
import { Random } from './physics/random';

/** As many drives as one gateway reads every second. */
const DRIVES_PER_GATEWAY = 50;
const GATEWAY_MODELS = ['ARM Cortex-A53 industrial gateway', 'x86-64 industrial gateway'] as const;
const ZONES = DEMO_SITES.flatMap((site) => site.zones);

type DriveDraft = z.input<typeof driveEntry>;

export interface DemoPlantOptions {
  /** The same seed gives the same plant on every machine. */
  seed: number;
  /** Drives of the whole plant. The legacy controller comes on top of them. */
  drives: number;
}

/**
 * The plant file of the demonstration: three invented sites, eight zones, and a gateway in each up to 400
 * drives; beyond that as many gateways as hold 50 drives each. Everything in it is marked as simulated.
 */
export function demoPlant({ seed, drives }: DemoPlantOptions): PlantFile {
  const gateways = Math.max(ZONES.length, Math.ceil(drives / DRIVES_PER_GATEWAY));
  let gateway = 0;
  return plantFile.parse({
    name: 'Aldermere Group (demonstration)',
    simulated: true,
    driveTypes: DEMO_DRIVE_TYPES,
    sites: DEMO_SITES.map(({ id, name, timeZone, zones }) => ({
      id,
      name,
      timeZone,
      zones: zones.map((zone) => ({
        id: zone.id,
        name: zone.name,
        target: zone.target,
        production: zone.production,
        processOwners: ['owner'],
        safetyImpact: zone.safetyImpact,
        missionImpact: zone.missionImpact,
        gateways: Array.from({ length: shareOf(gateways, ZONES.indexOf(zone), ZONES.length) }, (_, n) => {
          const count = shareOf(drives, gateway, gateways);
          return gatewayOf(zone, { number: ++gateway, numberInZone: n, drives: count, seed });
        }),
      })),
    })),
    conduits: conduits(),
    positions: DEMO_SITES.map((site) => ({
      id: `${site.id}-desk`,
      name: site.desk,
      zones: site.zones.map((zone) => zone.id),
    })),
  });
}

/** Part `index` of `parts` when `total` is dealt out as evenly as it goes. */
const shareOf = (total: number, index: number, parts: number): number =>
  Math.floor(total / parts) + (index < total % parts ? 1 : 0);

interface GatewayPlace {
  /** Counted through the whole plant, from 1. */
  number: number;
  /** Counted in its zone, from 0. */
  numberInZone: number;
  drives: number;
  seed: number;
}

function gatewayOf(zone: ZoneLayout, place: GatewayPlace): z.input<typeof gatewayEntry> {
  const id = `gw-${String(place.number).padStart(3, '0')}`;
  const drives = drivesOf(zone, place);
  return {
    id,
    name: zone.cabinet + ordinal(place),
    model: Random.of(place.seed, id).pick(GATEWAY_MODELS),
    drives:
      zone.id === LEGACY_ZONE && place.numberInZone === 0 ? [...drives, legacyController(zone)] : drives,
  };
}

/** What tells the second gateway of a zone and its lines from the first. */
const ordinal = ({ numberInZone }: GatewayPlace): string =>
  numberInZone === 0 ? '' : ` ${numberInZone + 1}`;

/** The drives of one gateway, line by line; each line has its share of every ten. */
function drivesOf(zone: ZoneLayout, place: GatewayPlace): DriveDraft[] {
  const turns = zone.lines.flatMap((line) => Array.from({ length: line.share }, () => line));
  let position = (place.numberInZone + 1) * 100;
  return zone.lines.flatMap((line) => {
    const count = Array.from({ length: place.drives }, (_, i) => turns[i % turns.length] === line);
    return count.filter(Boolean).map((_, i) => {
      const id = `${zone.prefix}-${++position}`;
      const random = Random.of(place.seed, id);
      return {
        id,
        name: `${line.machine}${ordinal(place)} ${String(i + 1)}`.replace(/ (\d+) (\d+)$/, ' $1-$2'),
        line: line.name + ordinal(place),
        type: random.pick(line.types),
        entity: `${line.machine.toLowerCase().replaceAll(/[^a-z]+/g, '-')}-${String(i + 1).padStart(2, '0')}`,
        serial: `SIM${Math.floor(random.range(1e6, 1e7))}`,
      };
    });
  });
}

/**
 * A refrigeration system controller of a kind whose maker ended all service with its notice of October
 * 2025: no drive, no family, still in use.
 */
const legacyController = (zone: ZoneLayout): DriveDraft => ({
  id: `${zone.prefix}-190`,
  name: 'Refrigeration system controller',
  line: 'Controllers',
  entity: 'system-controller',
  family: 'unknown',
  model: 'AK-SM 800',
  interval: '5s',
  endOfService: '2025-10-01',
});

/** Every zone sends to the platform; neighbours within a site exchange process data. */
function conduits(): z.input<typeof conduitEntry>[] {
  return DEMO_SITES.flatMap(({ zones }) => [
    ...zones.slice(1).map((zone, i) => ({
      id: `${zones[i]?.id}-to-${zone.id}`,
      name: `${zones[i]?.name} to ${zone.name.toLowerCase()}`,
      from: zones[i]?.id ?? zone.id,
      to: zone.id,
      allowed: [{ protocol: 'modbus-tcp', port: 502, direction: 'both' as const }],
    })),
    ...zones.map((zone) => ({
      id: `${zone.id}-uplink`,
      name: `${zone.name} to platform`,
      from: zone.id,
      to: 'outside',
      allowed: [{ protocol: 'mqtt over mutual TLS', port: 8883 }],
    })),
  ]);
}
