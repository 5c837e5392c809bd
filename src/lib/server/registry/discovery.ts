import type { DriveId, EntityTopicId, GatewayId } from '../../domain/ids';
import { discoveredId, entityName } from '../../domain/plant/entity';
import { DEFAULT_INTERVAL_MS } from '../../domain/plant/file/resolve';
import { recogniseFamily } from '../../domain/plant/recognise';
import type { Drive, RatedData } from '../../domain/plant/model';
import type { Instant } from '../../domain/time';
import type { Tx } from '../storage/database';
import {
  ensureGateways,
  readDrivesOf,
  writeDrives,
  type DriveRow,
  type DriveWrite,
} from '../storage/plant-store';

/** What a gateway says of a device that no plant file names; all of it may be missing. */
export interface DriveHint {
  name?: string | undefined;
  /** Free text that may name the family, such as the entity's type or its twin's model. */
  model?: string | undefined;
  firmware?: string | undefined;
  serial?: string | undefined;
  rated?: RatedData | undefined;
  simulated?: boolean | undefined;
}

export interface Announcement {
  gateway: GatewayId;
  entity: EntityTopicId;
  hint: DriveHint;
}

const MAX_TEXT = 120;

/** One line, no control characters, of bounded length: hints come from outside. */
function tidy(text: string | undefined): string | undefined {
  const line = text
    ?.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, MAX_TEXT)
    .trim();
  return line === '' ? undefined : line;
}

type Described = Pick<DriveRow, 'name' | 'model' | 'family' | 'firmware' | 'serial' | 'rated' | 'simulated'>;

/** What a hint would make of a drive: only fields it can fill. */
function described({ name, model, firmware, serial, rated, simulated }: DriveHint): Partial<Described> {
  const [label, plate, version, number] = [tidy(name), tidy(model), tidy(firmware), tidy(serial)];
  const family = recogniseFamily(plate ?? '');
  return {
    ...(label === undefined ? {} : { name: label }),
    ...(plate === undefined ? {} : { model: plate }),
    ...(family === 'unknown' ? {} : { family }),
    ...(version === undefined ? {} : { firmware: version }),
    ...(number === undefined ? {} : { serial: number }),
    ...(rated === undefined || Object.keys(rated).length === 0 ? {} : { rated }),
    ...(simulated === undefined ? {} : { simulated }),
  };
}

/** Whether a hint tells something new about a discovered drive. What the plant file says is never touched. */
export function tellsMore(drive: Drive, hint: DriveHint): boolean {
  if (drive.origin !== 'discovered') return false;
  const { rated = {}, ...more } = described(hint);
  const known: Readonly<Record<string, unknown>> = { ...drive };
  const plate: Readonly<Record<string, unknown>> = { ...drive.rated };
  return (
    Object.entries(more).some(([field, value]) => value !== known[field]) ||
    Object.entries(rated).some(([field, value]) => value !== plate[field])
  );
}

/**
 * Gives rows to devices that announced themselves, and returns the ids of those that have none yet. One
 * that was part of the plant before comes back with its key, and so with its history. The caller holds the
 * plant's lock.
 */
export async function discover(
  tx: Tx,
  announcements: readonly Announcement[],
  now: Instant,
): Promise<DriveId[]> {
  const gateways = [...new Set(announcements.map(({ gateway }) => gateway))];
  await ensureGateways(tx, gateways);
  const wishes = announcements.map(({ gateway, entity }) => discoveredId(gateway, entity, () => false));
  const rows = await readDrivesOf(tx, gateways, wishes);
  const taken = new Set<string>(rows.filter((row) => row.removedAt === null).map(({ id }) => id));
  const writes: DriveWrite[] = [];
  const made: DriveId[] = [];
  for (const { gateway, entity, hint } of announcements) {
    const same = rows
      .filter((row) => row.gateway === gateway && row.entity === entity)
      .sort((a, b) => (b.removedAt ?? Infinity) - (a.removedAt ?? Infinity));
    const [row] = same;
    if (row !== undefined && row.removedAt === null) {
      if (row.origin === 'discovered') writes.push({ ...row, ...described(hint) });
      continue;
    }
    const id = discoveredId(gateway, entity, (candidate) => taken.has(candidate));
    taken.add(id);
    made.push(id);
    const fresh = {
      ...(row ?? blank(gateway, entity)),
      ...described(hint),
      id,
      zone: null,
      origin: 'discovered' as const,
      ordinal: 0,
      removedAt: null,
    };
    writes.push(fresh);
  }
  await writeDrives(tx, writes, now);
  return made;
}

const blank = (gateway: GatewayId, entity: EntityTopicId) => ({
  gateway,
  entity,
  name: entityName(entity),
  line: '',
  family: 'unknown' as const,
  model: null,
  firmware: null,
  serial: null,
  rated: {},
  expectedIntervalMs: DEFAULT_INTERVAL_MS,
  signals: [],
  controlTimeout: null,
  endOfService: null,
  limits: {},
  simulated: false,
});
