import { and, asc, eq, gte, lt, sql } from 'drizzle-orm';
import type { AuditRow } from './audit-store';
import type { Tx } from './database';
import { auditBlock } from './schema/audit-block';
import { auditCheckpoint } from './schema/audit-checkpoint';
import { auditEntry } from './schema/audit-entry';
import { auditHead } from './schema/audit-head';

export type CheckpointRow = typeof auditCheckpoint.$inferSelect;

/** How many entries the log says that it has; 0 before the first. */
export async function readAuditSize(tx: Tx, log: number): Promise<number> {
  const [head] = await tx.orm
    .select({ next: auditHead.nextSeq })
    .from(auditHead)
    .where(eq(auditHead.logId, log));
  return head?.next ?? 0;
}

/** Entries from a number on, in order, at most `limit`. */
export async function readAuditRows(tx: Tx, log: number, from: number, limit: number): Promise<AuditRow[]> {
  // By hand and not by the mapper: a verification reads millions.
  const { rows } = await tx.client.query<AuditRow>(
    `select log_id as "logId", seq, body, leaf, (extract(epoch from at) * 1000)::bigint as at, actor, action,
       object_type as "objectType", object_id as "objectId", result, zone, site
     from audit_entry where log_id = $1 and seq >= $2 order by seq limit $3`,
    [log, from, limit],
  );
  return rows;
}

/** Leaf hashes of the entries from `start` up to and without `end`, in order. */
export async function readLeaves(tx: Tx, log: number, start: number, end: number): Promise<Uint8Array[]> {
  const rows = await tx.orm
    .select({ leaf: auditEntry.leaf })
    .from(auditEntry)
    .where(and(eq(auditEntry.logId, log), gte(auditEntry.seq, start), lt(auditEntry.seq, end)))
    .orderBy(asc(auditEntry.seq));
  return rows.map(({ leaf }) => leaf);
}

/** Kept hashes of blocks of 256 entries up to and without `end`, by number; any may be missing. */
export async function readBlocks(tx: Tx, log: number, end: number): Promise<Map<number, Uint8Array>> {
  const rows = await tx.orm
    .select({ block: auditBlock.block, hash: auditBlock.hash })
    .from(auditBlock)
    .where(and(eq(auditBlock.logId, log), lt(auditBlock.block, end)));
  return new Map(rows.map(({ block, hash }) => [block, hash]));
}

/** Keeps hashes of blocks, in place of others where those were wrong. */
export async function saveBlocks(
  tx: Tx,
  log: number,
  blocks: ReadonlyMap<number, Uint8Array>,
): Promise<void> {
  if (blocks.size === 0) return;
  await tx.orm
    .insert(auditBlock)
    .values([...blocks].map(([block, hash]) => ({ logId: log, block, hash: Buffer.from(hash) })))
    .onConflictDoUpdate({
      target: [auditBlock.logId, auditBlock.block],
      set: { hash: sql`excluded.hash` },
      setWhere: sql`${auditBlock.hash} <> excluded.hash`,
    });
}

/** Keeps a checkpoint; one of the same size stays as it is. */
export async function insertCheckpoint(tx: Tx, row: CheckpointRow): Promise<void> {
  await tx.orm.insert(auditCheckpoint).values(row).onConflictDoNothing();
}

/** Checkpoints of at least `from` entries, the smallest first, at most `limit`. */
export const readCheckpoints = (tx: Tx, log: number, from: number, limit: number): Promise<CheckpointRow[]> =>
  tx.orm
    .select()
    .from(auditCheckpoint)
    .where(and(eq(auditCheckpoint.logId, log), gte(auditCheckpoint.size, from)))
    .orderBy(asc(auditCheckpoint.size))
    .limit(limit);
