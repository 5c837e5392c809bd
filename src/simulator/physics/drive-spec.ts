import type { Drive } from '../../lib/domain/plant/model';
import type { Family } from '../../lib/domain/plant/families';
import { LOAD_KINDS, type LoadKind } from './load';
import { namePlate, type NamePlate } from './name-plate';
import { hashText } from './random';

/** One drive to simulate. */
export interface DriveSpec {
  id: string;
  /** thin-edge entity, such as `device/pump-01//`. */
  entity: string;
  name: string;
  family: Family;
  model: string | undefined;
  firmware: string | undefined;
  serial: string | undefined;
  plate: NamePlate;
  load: LoadKind;
}

type PlantDrive = Pick<
  Drive,
  'id' | 'entity' | 'name' | 'family' | 'model' | 'firmware' | 'serial' | 'rated'
>;

/** Words in a drive's name that tell what it turns. */
const HINTS = [
  [/pump/i, 'pump'],
  [/fan|blower|ventilat|aerat|exhaust|cooling tower/i, 'fan'],
  [/compress|vacuum|refriger/i, 'compressor'],
  [/convey|belt|crane|hoist|palleti|winder|saw|feed|elevator/i, 'conveyor'],
  [/mix|agitat|stir|mill|extrud|centrifuge|decanter/i, 'mixer'],
] as const satisfies readonly (readonly [RegExp, LoadKind])[];

/** What a drive turns: by its name where that tells, else a lasting choice made from its id. */
function loadKind(name: string, id: string): LoadKind {
  const hint = HINTS.find(([pattern]) => pattern.test(name));
  return hint?.[1] ?? LOAD_KINDS[hashText(id) % LOAD_KINDS.length] ?? 'pump';
}

export const driveSpec = (drive: PlantDrive): DriveSpec => ({
  id: drive.id,
  entity: drive.entity,
  name: drive.name,
  family: drive.family,
  model: drive.model,
  firmware: drive.firmware,
  serial: drive.serial,
  plate: namePlate(drive.rated),
  load: loadKind(drive.name, drive.id),
});
