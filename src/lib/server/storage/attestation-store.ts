import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import type { ZoneId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { attestation } from './schema/attestation';

export type AttestationRow = typeof attestation.$inferSelect;
export type NewAttestation = Pick<
  AttestationRow,
  'kind' | 'zone' | 'requirement' | 'classes' | 'statement' | 'link' | 'signedBy' | 'signedAt' | 'expiresAt'
>;

export async function insertAttestation(tx: Tx, given: NewAttestation): Promise<AttestationRow> {
  const [row] = await tx.orm.insert(attestation).values(given).returning();
  if (row === undefined) throw new Error('the attestation got no number');
  return row;
}

/** Locked: who countersigns or withdraws decides on what it is now. */
export async function lockAttestation(tx: Tx, id: number): Promise<AttestationRow | undefined> {
  const [row] = await tx.orm.select().from(attestation).where(eq(attestation.id, id)).for('update');
  return row;
}

/** A second person signs; the first signature stands. Returns the row as it is then. */
export const countersign = (tx: Tx, id: number, by: string, at: Instant): Promise<AttestationRow[]> =>
  tx.orm
    .update(attestation)
    .set({ countersignedBy: by, countersignedAt: at })
    .where(and(eq(attestation.id, id), isNull(attestation.countersignedAt), isNull(attestation.withdrawnAt)))
    .returning();

export const withdraw = (
  tx: Tx,
  id: number,
  end: { by: string; at: Instant; reason: string },
): Promise<AttestationRow[]> =>
  tx.orm
    .update(attestation)
    .set({ withdrawnBy: end.by, withdrawnAt: end.at, withdrawnReason: end.reason })
    .where(and(eq(attestation.id, id), isNull(attestation.withdrawnAt)))
    .returning();

/** Those of these zones, the newest first; withdrawn and expired ones too. */
export const listAttestations = (
  tx: Tx,
  zones: readonly ZoneId[],
  limit: number,
): Promise<AttestationRow[]> =>
  tx.orm
    .select()
    .from(attestation)
    .where(inArray(attestation.zone, [...zones]))
    .orderBy(desc(attestation.id))
    .limit(limit);

/** What may count now or later: everything that was not withdrawn. */
export const readStandingAttestations = (tx: Tx): Promise<AttestationRow[]> =>
  tx.orm.select().from(attestation).where(isNull(attestation.withdrawnAt));
