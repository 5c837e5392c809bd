import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import type { ZoneId } from '../../domain/ids';
import { isAboutRequirement, type RequirementKind } from '../../domain/posture/attestation/kinds';
import type { RequirementId } from '../../domain/posture/requirements';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { attestation } from './schema/attestation';

/** Anything that was signed. */
export type SignedRow = typeof attestation.$inferSelect;
/** A word on a requirement: the part of it that reaches levels. */
export type AttestationRow = SignedRow & { kind: RequirementKind; requirement: RequirementId };
export type NewAttestation = typeof attestation.$inferInsert;

export async function insertAttestation(tx: Tx, given: NewAttestation): Promise<SignedRow> {
  const [row] = await tx.orm.insert(attestation).values(given).returning();
  if (row === undefined) throw new Error('the attestation got no number');
  return row;
}

/** Many at once, as they were signed before. */
export async function insertAttestations(tx: Tx, given: readonly NewAttestation[]): Promise<void> {
  if (given.length > 0) await tx.orm.insert(attestation).values([...given]);
}

export const hasAttestations = async (tx: Tx): Promise<boolean> =>
  (await tx.orm.select({ id: attestation.id }).from(attestation).limit(1)).length > 0;

/** Locked: who countersigns or withdraws decides on what it is now. */
export async function lockAttestation(tx: Tx, id: number): Promise<SignedRow | undefined> {
  const [row] = await tx.orm.select().from(attestation).where(eq(attestation.id, id)).for('update');
  return row;
}

/** A second person signs; the first signature stands. Returns the row as it is then. */
export const countersign = (tx: Tx, id: number, by: string, at: Instant): Promise<SignedRow[]> =>
  tx.orm
    .update(attestation)
    .set({ countersignedBy: by, countersignedAt: at })
    .where(and(eq(attestation.id, id), isNull(attestation.countersignedAt), isNull(attestation.withdrawnAt)))
    .returning();

export const withdraw = (
  tx: Tx,
  id: number,
  end: { by: string; at: Instant; reason: string },
): Promise<SignedRow[]> =>
  tx.orm
    .update(attestation)
    .set({ withdrawnBy: end.by, withdrawnAt: end.at, withdrawnReason: end.reason })
    .where(and(eq(attestation.id, id), isNull(attestation.withdrawnAt)))
    .returning();

/** Those of these zones, the newest first; withdrawn and expired ones too. */
export const listAttestations = (tx: Tx, zones: readonly ZoneId[], limit: number): Promise<SignedRow[]> =>
  tx.orm
    .select()
    .from(attestation)
    .where(inArray(attestation.zone, [...zones]))
    .orderBy(desc(attestation.id))
    .limit(limit);

/** Words on requirements that may count now or later: everything that was not withdrawn. */
export const readStandingAttestations = (tx: Tx): Promise<AttestationRow[]> =>
  tx.orm.select().from(attestation).where(isNull(attestation.withdrawnAt)).then(onRequirements);

/** Words on requirements that ever counted, withdrawn ones as well. */
export const readAllAttestations = (tx: Tx): Promise<AttestationRow[]> =>
  tx.orm.select().from(attestation).then(onRequirements);

const onRequirements = (rows: readonly SignedRow[]): AttestationRow[] =>
  rows.flatMap((row) =>
    isAboutRequirement(row.kind) && row.requirement !== null
      ? [{ ...row, kind: row.kind, requirement: row.requirement }]
      : [],
  );
