import { CANARY } from '../../alarms/canary';
import { MAIN_DEVICE, entityTopicId } from '../entity';
import { recogniseFamily } from '../recognise';
import { OUTSIDE, type DriveEntry, type PlantFile } from './schema';
import { ORDERED_LIMITS } from '../limit-order';
import type { Path } from './text';

export interface Finding {
  path: Path;
  message: string;
}

/** What holds across the whole file: errors stop an import, warnings are told. */
export interface Findings {
  errors: readonly Finding[];
  warnings: readonly Finding[];
}

/** Checks everything that one field alone cannot tell: names used once, references that exist, order of limits. */
export function checkPlantFile(file: PlantFile): Findings {
  const check = new Check(file);
  check.run();
  return check;
}

class Check implements Findings {
  readonly errors: Finding[] = [];
  readonly warnings: Finding[] = [];
  readonly #file: PlantFile;
  readonly #used = new Map<string, string>();
  readonly #zones: ReadonlySet<string>;

  constructor(file: PlantFile) {
    this.#file = file;
    this.#zones = new Set(file.sites.flatMap((site) => site.zones.map((zone) => zone.id)));
  }

  run(): void {
    for (const [name, type] of Object.entries(this.#file.driveTypes ?? {})) {
      this.#limits(['driveTypes', name, 'limits'], type.limits);
    }
    this.#file.sites.forEach((site, s) => {
      const path = ['sites', s];
      this.#once('site', site.id, [...path, 'id']);
      site.zones.forEach((zone, z) => this.#zone(zone, [...path, 'zones', z]));
    });
    this.#file.conduits?.forEach((conduit, c) => {
      const path = ['conduits', c];
      this.#once('conduit', conduit.id, [...path, 'id']);
      for (const end of ['from', 'to'] as const) this.#zoneExists(conduit[end], [...path, end]);
      if (conduit.from === conduit.to) this.#error([...path, 'to'], 'leads back to where the conduit begins');
    });
    this.#file.positions?.forEach((position, p) => {
      const path = ['positions', p];
      this.#once('position', position.id, [...path, 'id']);
      position.zones.forEach((zone, z) => this.#zoneExists(zone, [...path, 'zones', z], false));
    });
  }

  #zone(zone: PlantFile['sites'][number]['zones'][number], path: Path): void {
    this.#once('zone', zone.id, [...path, 'id']);
    if ((zone.processOwners ?? []).length === 0) {
      if (zone.production) {
        this.#error(path, `production zone ${zone.id} names no process owner`);
      } else {
        this.warnings.push({ path, message: `zone ${zone.id} names no process owner` });
      }
    }
    zone.gateways?.forEach((gateway, g) => {
      const at = [...path, 'gateways', g];
      this.#once('gateway', gateway.id, [...at, 'id']);
      if (gateway.id === CANARY) this.#error([...at, 'id'], "is the program's own name");
      gateway.drives?.forEach((drive, d) => this.#drive(drive, gateway.id, [...at, 'drives', d]));
    });
  }

  #drive(drive: DriveEntry, gateway: string, path: Path): void {
    this.#once('drive', drive.id, [...path, 'id']);
    const entity = entityTopicId(drive.entity);
    this.#once(`entity of gateway ${gateway}`, entity, [...path, 'entity']);
    if (entity === MAIN_DEVICE) this.#error([...path, 'entity'], 'is the gateway itself, not a drive');
    if (drive.zone !== undefined) this.#zoneExists(drive.zone, [...path, 'zone'], false);
    this.#limits([...path, 'limits'], drive.limits);
    const types = this.#file.driveTypes ?? {};
    const type =
      drive.type === undefined || !Object.hasOwn(types, drive.type) ? undefined : types[drive.type];
    if (drive.type !== undefined && type === undefined) {
      this.#error([...path, 'type'], `there is no drive type ${drive.type}`);
    } else if (drive.family === undefined && type?.family === undefined) {
      const model = drive.model ?? type?.model;
      if (model === undefined || recogniseFamily(model) === 'unknown') {
        const message = `the family of drive ${drive.id} is not known; write family: unknown if that is right`;
        this.warnings.push({ path, message });
      }
    }
  }

  #limits(path: Path, limits: DriveEntry['limits']): void {
    for (const [signal, own] of Object.entries(limits ?? {})) {
      const given = ORDERED_LIMITS.filter((name) => own[name] !== undefined);
      given.forEach((name, i) => {
        const before = given[i - 1];
        if (before !== undefined && (own[name] ?? 0) <= (own[before] ?? 0)) {
          this.#error([...path, signal, name], `must be higher than ${before}`);
        }
      });
      for (const name of ['normal', 'range'] as const) {
        const band = own[name];
        if (band !== undefined && band[0] >= band[1]) {
          this.#error([...path, signal, name], 'must go from the lower to the higher value');
        }
      }
    }
  }

  #zoneExists(zone: string, path: Path, mayBeOutside = true): void {
    if (this.#zones.has(zone) || (mayBeOutside && zone === OUTSIDE)) return;
    this.#error(path, `there is no zone ${zone}`);
  }

  #once(kind: string, id: string, path: Path): void {
    const key = `${kind} ${id}`;
    const first = this.#used.get(key);
    if (first === undefined) this.#used.set(key, path.join('.'));
    else this.#error(path, `${key} is written before, at ${first}`);
  }

  #error(path: Path, message: string): void {
    this.errors.push({ path, message });
  }
}
