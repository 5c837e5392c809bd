import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { trustedSigner } from './schema/trusted-signer';

export type SignerRow = typeof trustedSigner.$inferSelect;

/** Every key that was ever trusted, in the order in which it was. */
export const selectSigners = (tx: Tx): Promise<SignerRow[]> =>
  tx.orm.select().from(trustedSigner).orderBy(asc(trustedSigner.addedAt), asc(trustedSigner.fingerprint));

/** Adds a key; false when it is on the list already, revoked or not. */
export async function insertSigner(
  tx: Tx,
  row: Omit<SignerRow, 'revokedBy' | 'revokedAt' | 'revokedWhy'>,
): Promise<boolean> {
  const made = await tx.orm
    .insert(trustedSigner)
    .values(row)
    .onConflictDoNothing()
    .returning({ fingerprint: trustedSigner.fingerprint });
  return made.length > 0;
}

/** Takes a key's trust away for good; undefined when it has none. */
export async function revokeSigner(
  tx: Tx,
  fingerprint: string,
  by: { person: string; at: Instant; why: string },
): Promise<SignerRow | undefined> {
  const [row] = await tx.orm
    .update(trustedSigner)
    .set({ revokedBy: by.person, revokedAt: by.at, revokedWhy: by.why })
    .where(and(eq(trustedSigner.fingerprint, fingerprint), isNull(trustedSigner.revokedAt)))
    .returning();
  return row;
}
