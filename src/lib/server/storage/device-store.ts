import { and, inArray, isNull, sql } from 'drizzle-orm';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { device } from './schema/device';
import { statedVersion } from './schema/stated-version';

export type DeviceRow = typeof device.$inferSelect;
export type StatedVersionRow = typeof statedVersion.$inferSelect;

/** Rows of one statement: far below what the protocol takes. */
const CHUNK = 1_000;

/** Devices that the plant lists now. */
export const readDevices = (tx: Tx): Promise<DeviceRow[]> =>
  tx.orm.select().from(device).where(isNull(device.removedAt));

export const readStatedVersions = (tx: Tx): Promise<StatedVersionRow[]> =>
  tx.orm.select().from(statedVersion);

/** Writes devices, new and changed; a removed one of the same id comes back. */
export async function writeDevices(tx: Tx, rows: readonly Omit<DeviceRow, 'removedAt'>[]): Promise<void> {
  for (const chunk of chunksOf(rows))
    await tx.orm
      .insert(device)
      .values(chunk)
      .onConflictDoUpdate({
        target: device.id,
        set: {
          name: sql`excluded.name`,
          zone: sql`excluded.zone`,
          vendor: sql`excluded.vendor`,
          product: sql`excluded.product`,
          serial: sql`excluded.serial`,
          addresses: sql`excluded.addresses`,
          note: sql`excluded.note`,
          changedBy: sql`excluded.changed_by`,
          changedAt: sql`excluded.changed_at`,
          removedAt: sql`null`,
        },
      });
}

/** Takes devices off the list; their rows stay as history. */
export async function removeDevices(
  tx: Tx,
  ids: readonly string[],
  by: { person: string; at: Instant },
): Promise<void> {
  if (ids.length > 0)
    await tx.orm
      .update(device)
      .set({ removedAt: by.at, changedBy: by.person, changedAt: by.at })
      .where(and(inArray(device.id, [...ids]), isNull(device.removedAt)));
}

/** Replaces all that people stated of these assets. */
export async function replaceStatedVersions(
  tx: Tx,
  assets: readonly string[],
  rows: readonly StatedVersionRow[],
): Promise<void> {
  if (assets.length > 0) await tx.orm.delete(statedVersion).where(inArray(statedVersion.asset, [...assets]));
  for (const chunk of chunksOf(rows)) await tx.orm.insert(statedVersion).values(chunk);
}

/** Nobody else changes the list until this transaction is over: what it is held against stays as it was read. */
export const lockDevices = (tx: Tx): Promise<unknown> =>
  tx.client.query('lock table device, stated_version in share row exclusive mode');

function* chunksOf<T>(rows: readonly T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += CHUNK) yield rows.slice(i, i + CHUNK);
}
