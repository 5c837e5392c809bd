import { eq, sql } from 'drizzle-orm';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { setupCode } from './schema/setup-code';

const ONLY = 1;

type SetupCodeRow = Pick<typeof setupCode.$inferSelect, 'hash' | 'expiresAt'>;

/** Puts a new code in the place of whichever was there. */
export async function replaceSetupCode(tx: Tx, hash: string, expiresAt: Instant): Promise<void> {
  await tx.orm
    .insert(setupCode)
    .values({ id: ONLY, hash, expiresAt })
    .onConflictDoUpdate({ target: setupCode.id, set: { hash, expiresAt, attempts: 0 } });
}

export async function readSetupCode(tx: Tx): Promise<SetupCodeRow | undefined> {
  const [row] = await tx.orm
    .select({ hash: setupCode.hash, expiresAt: setupCode.expiresAt })
    .from(setupCode)
    .where(eq(setupCode.id, ONLY));
  return row;
}

export async function countSetupAttempt(tx: Tx): Promise<void> {
  await tx.orm
    .update(setupCode)
    .set({ attempts: sql`${setupCode.attempts} + 1` })
    .where(eq(setupCode.id, ONLY));
}

export async function deleteSetupCode(tx: Tx): Promise<void> {
  await tx.orm.delete(setupCode).where(eq(setupCode.id, ONLY));
}
