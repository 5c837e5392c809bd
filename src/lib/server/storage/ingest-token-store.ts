import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { gateway } from './schema/gateway';
import { ingestToken } from './schema/ingest-token';

/** A token as it may be shown: without its hash. */
export type IngestTokenRow = Omit<typeof ingestToken.$inferSelect, 'hash'>;

const shown = {
  id: ingestToken.id,
  gateway: ingestToken.gateway,
  name: ingestToken.name,
  createdAt: ingestToken.createdAt,
  createdBy: ingestToken.createdBy,
  lastUsedAt: ingestToken.lastUsedAt,
  revokedAt: ingestToken.revokedAt,
  revokedBy: ingestToken.revokedBy,
};

/** Puts a token on record and returns its number. */
export async function insertToken(
  tx: Tx,
  token: Pick<typeof ingestToken.$inferInsert, 'gateway' | 'name' | 'hash' | 'createdAt' | 'createdBy'>,
): Promise<number> {
  const [row] = await tx.orm.insert(ingestToken).values(token).returning({ id: ingestToken.id });
  if (row === undefined) throw new Error('the token got no number');
  return row.id;
}

/** The tokens of a gateway or of all, the newest first. */
export const listTokens = (tx: Tx, of?: GatewayId): Promise<IngestTokenRow[]> =>
  tx.orm
    .select(shown)
    .from(ingestToken)
    .where(of === undefined ? undefined : eq(ingestToken.gateway, of))
    .orderBy(desc(ingestToken.id));

export async function readToken(tx: Tx, id: number): Promise<IngestTokenRow | undefined> {
  const [row] = await tx.orm.select(shown).from(ingestToken).where(eq(ingestToken.id, id));
  return row;
}

/** Ends a token. False when it had ended before, or there is none. */
export async function revokeToken(tx: Tx, id: number, by: { by: string; at: Instant }): Promise<boolean> {
  const rows = await tx.orm
    .update(ingestToken)
    .set({ revokedAt: by.at, revokedBy: by.by })
    .where(and(eq(ingestToken.id, id), isNull(ingestToken.revokedAt)))
    .returning({ id: ingestToken.id });
  return rows.length > 0;
}

/** Whose token has this hash, as long as neither it nor its gateway was revoked. */
export async function findTokenOwner(
  tx: Tx,
  hash: Buffer,
): Promise<{ id: number; gateway: GatewayId; lastUsedAt: Instant | null } | undefined> {
  const [row] = await tx.orm
    .select({ id: ingestToken.id, gateway: ingestToken.gateway, lastUsedAt: ingestToken.lastUsedAt })
    .from(ingestToken)
    .innerJoin(gateway, eq(gateway.id, ingestToken.gateway))
    .where(and(eq(ingestToken.hash, hash), isNull(ingestToken.revokedAt), isNull(gateway.revokedAt)));
  return row;
}

/** Writes down that a token was used. */
export async function touchToken(tx: Tx, id: number, at: Instant): Promise<void> {
  await tx.orm
    .update(ingestToken)
    .set({ lastUsedAt: sql`greatest(${ingestToken.lastUsedAt}, to_timestamp(${at}::bigint / 1000.0))` })
    .where(eq(ingestToken.id, id));
}

/** Whether a gateway of that name is on record and not revoked. */
export async function isAdmitted(tx: Tx, id: GatewayId): Promise<boolean> {
  const rows = await tx.orm
    .select({ id: gateway.id })
    .from(gateway)
    .where(and(eq(gateway.id, id), isNull(gateway.revokedAt)));
  return rows.length > 0;
}
