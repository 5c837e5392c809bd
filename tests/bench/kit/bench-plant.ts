import { writePlantFile } from '../../../src/lib/domain/plant/plant-file';
import { plantFile } from '../../../src/lib/domain/plant/file/schema';
import { FAMILIES, FAMILY_FACTS, type Family } from '../../../src/lib/domain/plant/families';

/** A plant to measure with: regular, and the same each time for the same size. */
export interface BenchPlant {
  /** Its plant file. */
  text: string;
  /** Each with the ids of its drives; a drive's entity is `device/<id>//`. */
  gateways: readonly BenchGateway[];
  /** All drives, gateway by gateway. A drive's number is its place here. */
  drives: readonly string[];
  /** Family of each drive, by its number. */
  families: readonly Family[];
}

export interface BenchGateway {
  id: string;
  site: string;
  zone: string;
  drives: readonly string[];
}

export interface BenchPlantSize {
  gateways: number;
  drivesPerGateway: number;
  /** One for every ten gateways when left out. */
  sites?: number;
  /** Five when left out. */
  gatewaysPerZone?: number;
}

const GATEWAYS_PER_SITE = 10;
const GATEWAYS_PER_ZONE = 5;
const DRIVES_PER_LINE = 10;

/** Every family that has words, one after the other along the drives. */
const KNOWN_FAMILIES = FAMILIES.filter((family) => FAMILY_FACTS[family].words !== 'none');

/** One motor for all: what is measured does not depend on its size. */
const RATED = { powerKw: 37, currentA: 67, voltageV: 400, frequencyHz: 50, speedRpm: 1475, mainsV: 400 };

const TIME_ZONES = ['Europe/Copenhagen', 'Europe/Berlin', 'Europe/Helsinki', 'Europe/Lisbon'] as const;

/**
 * Sites of about ten gateways, zones of about five, lines of ten drives; every drive is expected each second.
 * Marked as simulated, which is what may be prepared without people at a keyboard.
 */
export function benchPlant(size: BenchPlantSize): BenchPlant {
  const sites = Math.min(
    size.gateways,
    size.sites ?? Math.max(1, Math.round(size.gateways / GATEWAYS_PER_SITE)),
  );
  const gateways = placeGateways(size, sites);
  const drives = gateways.flatMap((gateway) => gateway.drives);
  return {
    text: fileOf(gateways),
    gateways,
    drives,
    families: drives.map((_, number) => familyOf(number)),
  };
}

const familyOf = (drive: number): Family => KNOWN_FAMILIES[drive % KNOWN_FAMILIES.length] ?? 'unknown';

const numbered = (word: string, number: number, digits: number): string =>
  `${word}-${String(number + 1).padStart(digits, '0')}`;

function placeGateways(
  { gateways, drivesPerGateway, gatewaysPerZone = GATEWAYS_PER_ZONE }: BenchPlantSize,
  sites: number,
): BenchGateway[] {
  return Array.from({ length: gateways }, (_, g) => {
    const s = Math.floor((g * sites) / gateways);
    const firstOfSite = Math.ceil((s * gateways) / sites);
    const site = numbered('site', s, 2);
    return {
      id: numbered('gw', g, 3),
      site,
      zone: numbered(`${site}-zone`, Math.floor((g - firstOfSite) / gatewaysPerZone), 1),
      drives: Array.from({ length: drivesPerGateway }, (_, d) => numbered('d', g * drivesPerGateway + d, 5)),
    };
  });
}

function fileOf(gateways: readonly BenchGateway[]): string {
  let drive = 0;
  const sites = groups(gateways, ({ site }) => site);
  return writePlantFile(
    plantFile.parse({
      name: 'Plant for measuring',
      simulated: true,
      driveTypes: Object.fromEntries(
        KNOWN_FAMILIES.map((family) => [
          family,
          { family, model: FAMILY_FACTS[family].label, rated: RATED, interval: '1s' },
        ]),
      ),
      sites: [...sites].map(([site, ofSite], s) => ({
        id: site,
        name: `Site ${s + 1}`,
        timeZone: TIME_ZONES[s % TIME_ZONES.length],
        zones: [...groups(ofSite, ({ zone }) => zone)].map(([zone, ofZone], z) => ({
          id: zone,
          name: `Zone ${s + 1}.${z + 1}`,
          target: 2,
          production: true,
          processOwners: ['owner'],
          gateways: ofZone.map(({ id, drives }) => ({
            id,
            name: `Cabinet ${id}`,
            drives: drives.map((name, d) => ({
              id: name,
              name: `Drive ${name}`,
              line: `${id} line ${Math.floor(d / DRIVES_PER_LINE) + 1}`,
              entity: name,
              type: familyOf(drive++),
            })),
          })),
        })),
      })),
    }),
  );
}

function groups<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of list) {
    const group = found.get(keyOf(item));
    if (group === undefined) found.set(keyOf(item), [item]);
    else group.push(item);
  }
  return found;
}
