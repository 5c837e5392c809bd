import { eq } from 'drizzle-orm';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { installation } from './schema/installation';

export type Installation = typeof installation.$inferSelect;

const ONLY = 1;

/** Facts about this installation, or `undefined` before its first start has written them. */
export async function readInstallation(tx: Tx): Promise<Installation | undefined> {
  const rows = await tx.orm.select().from(installation).where(eq(installation.id, ONLY));
  return rows[0];
}

/** Writes the facts at the first start and returns them; later calls change nothing and return what is there. */
export async function createInstallation(
  tx: Tx,
  facts: { kind: Installation['kind']; plantName: string; uuid: string; now: Instant },
): Promise<Installation> {
  const { kind, plantName, uuid, now } = facts;
  await tx.orm
    .insert(installation)
    .values({ id: ONLY, uuid, plantName, kind, createdAt: now })
    .onConflictDoNothing();
  const made = await readInstallation(tx);
  if (made === undefined) throw new Error('The installation row was removed while it was being written.');
  return made;
}
