import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolvePlant, type PlantRecords } from '../lib/domain/plant/file/resolve';
import { parsePlantFile } from '../lib/domain/plant/plant-file';
import type { Instant } from '../lib/domain/time';
import type { Credentials } from './gateway';
import { SimulatedDrive } from './physics/drive';
import { driveSpec } from './physics/drive-spec';

/** A gateway to simulate, before it is given a line. */
interface PlannedGateway {
  id: string;
  name: string;
  model: string | undefined;
  drives: SimulatedDrive[];
}

/** Everything the plant file places, made ready to move. */
interface Plan {
  gateways: PlannedGateway[];
  /** Expected interval by drive id. */
  intervals: ReadonlyMap<string, number>;
}

/** Reads and checks a plant file; throws with every error and its place. */
export async function readPlant(path: string): Promise<PlantRecords> {
  const parsed = parsePlantFile(await readFile(path, 'utf8'));
  if (!parsed.ok) {
    const lines = parsed.issues.map(
      ({ line, path: at, message }) => `  line ${line ?? '?'}, ${at}: ${message}`,
    );
    throw new Error(`The plant file ${path} has errors:\n${lines.join('\n')}`);
  }
  return resolvePlant(parsed.file);
}

export function plan(plant: PlantRecords, seed: number, now: Instant): Plan {
  return {
    gateways: plant.gateways.map(({ id, name, model }) => ({
      id,
      name,
      model,
      drives: plant.drives
        .filter((drive) => drive.gateway === id)
        .map((drive) => new SimulatedDrive(driveSpec(drive), seed, now)),
    })),
    intervals: new Map(plant.drives.map((drive) => [drive.id, drive.expectedIntervalMs])),
  };
}

/** A gateway's certificate, its key, and the authority that signs the broker's certificate. */
export async function readCredentials(directory: string, gateway: string): Promise<Credentials> {
  const file = (name: string) => readFile(join(directory, gateway, name), 'utf8');
  const [certificate, key, ca] = await Promise.all([
    file('certificate.pem'),
    file('key.pem'),
    file('ca.pem'),
  ]);
  return { certificate, key, ca };
}

/** Puts a renewed certificate and its key in the place of the old ones. */
export async function keepCredentials(
  directory: string,
  gateway: string,
  { certificate, key }: Pick<Credentials, 'certificate' | 'key'>,
): Promise<void> {
  const path = (name: string) => join(directory, gateway, name);
  await writeFile(path('key.pem.new'), key, { mode: 0o600 });
  await writeFile(path('certificate.pem.new'), certificate);
  for (const name of ['key.pem', 'certificate.pem']) await rename(path(`${name}.new`), path(name));
}
