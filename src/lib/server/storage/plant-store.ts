import { asc, desc, getTableColumns, inArray, isNull, or, sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { DriveKey, GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { conduit } from './schema/conduit';
import { drive } from './schema/drive';
import { gateway } from './schema/gateway';
import { operatorPosition } from './schema/operator-position';
import { plantImport } from './schema/plant-import';
import { site } from './schema/site';
import { zone } from './schema/zone';

export type SiteRow = typeof site.$inferSelect;
export type ZoneRow = typeof zone.$inferSelect;
export type ConduitRow = typeof conduit.$inferSelect;
export type PositionRow = typeof operatorPosition.$inferSelect;
export type GatewayRow = typeof gateway.$inferSelect;
export type DriveRow = typeof drive.$inferSelect;
/** A drive to be written; without a key it is a new one and gets the next. */
export type DriveWrite = Omit<DriveRow, 'key'> & { key?: DriveKey };

/** Every row of the plant, removed ones too, in file order. */
export interface PlantRows {
  sites: SiteRow[];
  zones: ZoneRow[];
  conduits: ConduitRow[];
  positions: PositionRow[];
  gateways: GatewayRow[];
  drives: DriveRow[];
}

/** A plant file as it was taken over. */
export type PlantImportRow = typeof plantImport.$inferSelect;

/** Rows per statement: 65,535 parameters are the protocol's limit. */
const CHUNK = 1_000;

/** Reads the plant. With `removed`, also what is no longer part of it. */
export async function readPlantRows(tx: Tx, options: { removed: boolean }): Promise<PlantRows> {
  const present = (column: Parameters<typeof isNull>[0]): SQL | undefined =>
    options.removed ? undefined : isNull(column);
  const { orm } = tx;
  return {
    sites: await orm
      .select()
      .from(site)
      .where(present(site.removedAt))
      .orderBy(asc(site.ordinal), asc(site.id)),
    zones: await orm
      .select()
      .from(zone)
      .where(present(zone.removedAt))
      .orderBy(asc(zone.ordinal), asc(zone.id)),
    conduits: await orm
      .select()
      .from(conduit)
      .where(present(conduit.removedAt))
      .orderBy(asc(conduit.ordinal), asc(conduit.id)),
    positions: await orm
      .select()
      .from(operatorPosition)
      .where(present(operatorPosition.removedAt))
      .orderBy(asc(operatorPosition.ordinal), asc(operatorPosition.id)),
    gateways: await orm
      .select()
      .from(gateway)
      .where(present(gateway.removedAt))
      .orderBy(asc(gateway.ordinal), asc(gateway.key)),
    drives: await orm
      .select()
      .from(drive)
      .where(present(drive.removedAt))
      .orderBy(asc(drive.ordinal), asc(drive.key)),
  };
}

/**
 * A short text that differs whenever the plant may have changed in another process: a new import, a
 * gateway enrolled, revoked or removed, a drive discovered.
 */
export async function readPlantFingerprint(tx: Tx): Promise<string> {
  const { rows } = await tx.client.query<{ fingerprint: string }>(`
    select concat_ws('/',
      (select max(version) from plant_import),
      (select concat_ws(',', count(*), max(key), max(enrolled_at), max(revoked_at), max(removed_at)) from gateway),
      (select max(key) from drive)) as fingerprint`);
  return rows[0]?.fingerprint ?? '';
}

/** The newest plant file, or `undefined` before the first import. */
export async function readNewestImport(tx: Tx): Promise<PlantImportRow | undefined> {
  const rows = await tx.orm.select().from(plantImport).orderBy(desc(plantImport.version)).limit(1);
  return rows[0];
}

/** Name in the newest plant file, without reading the file. */
export async function readPlantName(tx: Tx): Promise<string | undefined> {
  const rows = await tx.orm
    .select({ name: plantImport.plantName })
    .from(plantImport)
    .orderBy(desc(plantImport.version))
    .limit(1);
  return rows[0]?.name;
}

/** Keeps a plant file for good and returns its version. */
export async function insertPlantImport(tx: Tx, row: Omit<PlantImportRow, 'version'>): Promise<number> {
  const [made] = await tx.orm.insert(plantImport).values(row).returning({ version: plantImport.version });
  if (made === undefined) throw new Error('The plant file was not written.');
  return made.version;
}

export const writeSites = (tx: Tx, rows: readonly SiteRow[]) => writeById(tx, site, site.id, rows);
export const writeZones = (tx: Tx, rows: readonly ZoneRow[]) => writeById(tx, zone, zone.id, rows);
export const writeConduits = (tx: Tx, rows: readonly ConduitRow[]) =>
  writeById(tx, conduit, conduit.id, rows);
export const writePositions = (tx: Tx, rows: readonly PositionRow[]) =>
  writeById(tx, operatorPosition, operatorPosition.id, rows);

type TableWithId = typeof site | typeof zone | typeof conduit | typeof operatorPosition;

async function writeById<T extends TableWithId>(
  tx: Tx,
  table: T,
  id: T['id'],
  rows: readonly T['$inferInsert'][],
): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await tx.orm
      .insert(table as PgTable)
      .values([...chunk])
      .onConflictDoUpdate({ target: id, set: everyColumn(table, ['id']) });
  }
}

/** What a plant file says of a gateway; its enrolment and connections are not touched. */
export type GatewayPlacement = Pick<
  GatewayRow,
  'id' | 'site' | 'zone' | 'name' | 'model' | 'simulated' | 'ordinal' | 'removedAt'
>;

export async function placeGateways(tx: Tx, rows: readonly GatewayPlacement[]): Promise<void> {
  const set = everyColumn(gateway, [
    'id',
    'key',
    'enrolledAt',
    'revokedAt',
    'lastConnectedAt',
    'lastDisconnectedAt',
  ]);
  for (const chunk of chunksOf(rows)) {
    await tx.orm
      .insert(gateway)
      .values([...chunk])
      .onConflictDoUpdate({ target: gateway.id, set });
  }
}

/** Makes sure that gateways have a row, placed or not, before anything is stored for them. */
export async function ensureGateways(tx: Tx, ids: readonly GatewayId[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.orm
    .insert(gateway)
    .values(ids.map((id) => ({ id, name: id })))
    .onConflictDoUpdate({ target: gateway.id, set: { removedAt: null } });
}

/**
 * Writes drives, new and changed. Ids and entities may be swapped among them: what stands in the way lets
 * go first, because uniqueness is checked row by row.
 */
export async function writeDrives(tx: Tx, rows: readonly DriveWrite[], now: Instant): Promise<void> {
  const keys = rows.flatMap((row) => row.key ?? []);
  const at = new Date(now).toISOString();
  await tx.client.query(
    `update drive set id = '~' || key, removed_at = coalesce(removed_at, $2)
     where key = any($1) or (removed_at is not null and id = any($3))`,
    [keys, at, rows.map((row) => row.id)],
  );
  const known = rows.flatMap((row) => (row.key === undefined ? [] : { ...row, key: row.key }));
  for (const chunk of chunksOf(known)) {
    await tx.orm
      .insert(drive)
      .values([...chunk])
      .onConflictDoUpdate({ target: drive.key, set: everyColumn(drive, ['key']) });
  }
  for (const chunk of chunksOf(rows.filter((row) => row.key === undefined))) {
    await tx.orm.insert(drive).values([...chunk]);
  }
}

/** Takes drives out of the plant; their rows and all their history stay. */
export async function removeDrives(tx: Tx, keys: readonly DriveKey[], now: Instant): Promise<void> {
  await tx.client.query('update drive set removed_at = $2 where key = any($1) and removed_at is null', [
    keys,
    new Date(now).toISOString(),
  ]);
}

/** Every drive, present or removed, of some gateways or with one of some ids. */
export function readDrivesOf(
  tx: Tx,
  gateways: readonly GatewayId[],
  ids: readonly DriveRow['id'][],
): Promise<DriveRow[]> {
  return tx.orm
    .select()
    .from(drive)
    .where(or(inArray(drive.gateway, [...gateways]), inArray(drive.id, [...ids])));
}

/** `set` of an upsert: each column as it would have been inserted. */
function everyColumn(table: PgTable, except: readonly string[]): Record<string, SQL> {
  return Object.fromEntries(
    Object.entries(getTableColumns(table))
      .filter(([name]) => !except.includes(name))
      .map(([name, column]) => [name, sql.raw(`excluded."${column.name}"`)]),
  );
}

function* chunksOf<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < rows.length; i += CHUNK) yield rows.slice(i, i + CHUNK);
}
