import { and, desc, eq, isNull, ne, sql } from 'drizzle-orm';
import type { GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { gateway } from './schema/gateway';
import { gatewayCertificate } from './schema/gateway-certificate';

export type CertificateRow = typeof gatewayCertificate.$inferSelect;

/** What identifies a certificate and how long it holds; everything of it that is kept. */
export type CertificateFacts = Pick<
  CertificateRow,
  'fingerprint' | 'serial' | 'issuer' | 'notBefore' | 'notAfter'
>;

/** Who may connect, as far as the database knows. */
export interface Identities {
  gateways: { id: GatewayId; enrolledAt: Instant | null; revokedAt: Instant | null }[];
  certificates: { fingerprint: string; gateway: GatewayId; revokedAt: Instant | null }[];
}

export async function readIdentities(tx: Tx): Promise<Identities> {
  return {
    gateways: await tx.orm
      .select({ id: gateway.id, enrolledAt: gateway.enrolledAt, revokedAt: gateway.revokedAt })
      .from(gateway),
    certificates: await tx.orm
      .select({
        fingerprint: gatewayCertificate.fingerprint,
        gateway: gatewayCertificate.gateway,
        revokedAt: gatewayCertificate.revokedAt,
      })
      .from(gatewayCertificate),
  };
}

/** A short text that differs whenever `readIdentities` may; cheap enough to be asked several times a second. */
export async function readIdentityFingerprint(tx: Tx): Promise<string> {
  const { rows } = await tx.client.query<{ fingerprint: string }>(`
    select concat_ws('/',
      (select concat_ws(',', count(*), count(revoked_at), max(enrolled_at), max(revoked_at)) from gateway),
      (select concat_ws(',', count(*), count(revoked_at), max(recorded_at), max(revoked_at))
       from gateway_certificate)) as fingerprint`);
  return rows[0]?.fingerprint ?? '';
}

/** A gateway's standing, its row locked until the end of the transaction; makes the row when there is none. */
export async function lockGateway(
  tx: Tx,
  id: GatewayId,
): Promise<{ enrolledAt: Instant | null; revokedAt: Instant | null }> {
  await tx.orm.insert(gateway).values({ id, name: id }).onConflictDoNothing();
  const [row] = await tx.orm
    .select({ enrolledAt: gateway.enrolledAt, revokedAt: gateway.revokedAt })
    .from(gateway)
    .where(eq(gateway.id, id))
    .for('update');
  if (row === undefined) throw new Error(`Gateway ${id} vanished while it was enrolled.`);
  return row;
}

/** Puts a gateway and a certificate issued to it on record; a gateway revoked before is admitted again. */
export async function recordEnrolment(
  tx: Tx,
  id: GatewayId,
  certificate: CertificateFacts,
  at: Instant,
): Promise<void> {
  await tx.orm
    .update(gateway)
    .set({ enrolledAt: at, revokedAt: null, removedAt: null })
    .where(eq(gateway.id, id));
  await tx.orm.insert(gatewayCertificate).values({ ...certificate, gateway: id, recordedAt: at });
}

/** Records that certificates were used, those of the plant's own authority for the first time perhaps. */
export async function recordSeen(
  tx: Tx,
  seen: readonly { gateway: GatewayId; certificate: CertificateFacts; at: Instant }[],
): Promise<void> {
  for (const { gateway: id, certificate, at } of seen) {
    await tx.orm
      .insert(gatewayCertificate)
      .values({ ...certificate, gateway: id, recordedAt: at, lastSeenAt: at })
      .onConflictDoUpdate({ target: gatewayCertificate.fingerprint, set: { lastSeenAt: at } });
    await tx.orm
      .update(gateway)
      .set({ enrolledAt: at })
      .where(and(eq(gateway.id, id), isNull(gateway.enrolledAt)));
  }
}

/** Revokes a gateway and all its certificates for good; false when there is no such gateway. */
export async function revokeGateway(tx: Tx, id: GatewayId, at: Instant): Promise<boolean> {
  const rows = await tx.orm
    .update(gateway)
    .set({ revokedAt: sql`coalesce(${gateway.revokedAt}, ${new Date(at).toISOString()}::timestamptz)` })
    .where(eq(gateway.id, id))
    .returning({ id: gateway.id });
  await tx.orm
    .update(gatewayCertificate)
    .set({ revokedAt: at })
    .where(and(eq(gatewayCertificate.gateway, id), isNull(gatewayCertificate.revokedAt)));
  return rows.length > 0;
}

/** A gateway's certificates, the newest first. */
export const listCertificates = (tx: Tx, id: GatewayId): Promise<CertificateRow[]> =>
  tx.orm
    .select()
    .from(gatewayCertificate)
    .where(eq(gatewayCertificate.gateway, id))
    .orderBy(desc(gatewayCertificate.recordedAt));

export async function isGatewayKnown(tx: Tx, id: GatewayId): Promise<boolean> {
  const rows = await tx.orm.select({ id: gateway.id }).from(gateway).where(eq(gateway.id, id));
  return rows.length > 0;
}

/**
 * Revokes every certificate of a gateway but one; the gateway itself stays admitted.
 *
 * @returns the serial numbers of those that held until now
 */
export async function revokeOtherCertificates(
  tx: Tx,
  id: GatewayId,
  keep: string,
  at: Instant,
): Promise<string[]> {
  const rows = await tx.orm
    .update(gatewayCertificate)
    .set({ revokedAt: at })
    .where(
      and(
        eq(gatewayCertificate.gateway, id),
        isNull(gatewayCertificate.revokedAt),
        ne(gatewayCertificate.fingerprint, keep),
      ),
    )
    .returning({ serial: gatewayCertificate.serial });
  return rows.map(({ serial }) => serial);
}
