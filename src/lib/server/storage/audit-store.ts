import { and, asc, desc, eq, gte, inArray, isNull, like, lt, max, min, or, type SQL } from 'drizzle-orm';
import type { AuditReach } from '../../domain/audit/reach';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { auditEntry } from './schema/audit-entry';

export type AuditRow = typeof auditEntry.$inferSelect;

/** Locks the log's head until the transaction ends, and tells the number of the next entry. */
export async function lockAuditHead(tx: Tx, log: number): Promise<number> {
  const { rows } = await tx.client.query<{ next: string | number }>('select audit_lock($1) as next', [log]);
  const next = rows[0]?.next;
  if (next === undefined) throw new Error('The audit log has no head.');
  return Number(next);
}

const APPEND = `
  select audit_append(log, seq, body, at, actor, action, object_type, object_id, result, zone, site)
  from unnest($1::smallint[], $2::bigint[], $3::bytea[], $4::timestamptz[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::text[], $11::text[])
    as entry (log, seq, body, at, actor, action, object_type, object_id, result, zone, site)`;

/**
 * Writes the next entries in one statement, in the order given; the number of the first must come from
 * `lockAuditHead` in the same transaction. The database refuses what is not the next.
 */
export async function insertAuditEntries(tx: Tx, rows: readonly Omit<AuditRow, 'leaf'>[]): Promise<void> {
  const column = <K extends keyof Omit<AuditRow, 'leaf'>>(name: K) => rows.map((row) => row[name]);
  await tx.client.query(APPEND, [
    column('logId'),
    column('seq'),
    column('body'),
    rows.map(({ at }) => new Date(at).toISOString()),
    column('actor'),
    column('action'),
    column('objectType'),
    column('objectId'),
    column('result'),
    column('zone'),
    column('site'),
  ]);
}

export interface AuditFilter {
  actor?: string | undefined;
  /** Whole action (`person.add`), or its beginning up to a dot (`person.`). */
  action?: string | undefined;
  objectType?: string | undefined;
  objectId?: string | undefined;
  zone?: string | undefined;
  site?: string | undefined;
  result?: string | undefined;
  from?: Instant | undefined;
  /** Exclusive. */
  to?: Instant | undefined;
  /** Only entries older than this number. */
  before?: number | undefined;
}

/** Entries within reach, newest first. */
export function selectAuditEntries(
  tx: Tx,
  log: number,
  reach: AuditReach,
  filter: AuditFilter,
  limit: number,
): Promise<AuditRow[]> {
  return tx.orm
    .select()
    .from(auditEntry)
    .where(matching(log, reach, filter))
    .orderBy(desc(auditEntry.seq))
    .limit(limit);
}

/** Entries within reach from number `from` on, oldest first. */
export function selectAuditForward(
  tx: Tx,
  log: number,
  reach: AuditReach,
  filter: AuditFilter,
  from: number,
  limit: number,
): Promise<AuditRow[]> {
  return tx.orm
    .select()
    .from(auditEntry)
    .where(and(matching(log, reach, filter), gte(auditEntry.seq, from)))
    .orderBy(asc(auditEntry.seq))
    .limit(limit);
}

/** Numbers of the first and of the last entry of a time; `undefined` when it has none. */
export async function selectAuditSpan(
  tx: Tx,
  log: number,
  { from, to }: Pick<AuditFilter, 'from' | 'to'>,
): Promise<{ first: number; last: number } | undefined> {
  const [span] = await tx.orm
    .select({ first: min(auditEntry.seq), last: max(auditEntry.seq) })
    .from(auditEntry)
    .where(matching(log, 'everything', { from, to }));
  return span?.first == null || span.last == null ? undefined : { first: span.first, last: span.last };
}

function matching(log: number, reach: AuditReach, filter: AuditFilter): SQL | undefined {
  return and(
    eq(auditEntry.logId, log),
    withinReach(reach),
    filter.actor === undefined ? undefined : eq(auditEntry.actor, filter.actor),
    filter.action === undefined ? undefined : actionIs(filter.action),
    filter.objectType === undefined ? undefined : eq(auditEntry.objectType, filter.objectType),
    filter.objectId === undefined ? undefined : eq(auditEntry.objectId, filter.objectId),
    filter.zone === undefined ? undefined : eq(auditEntry.zone, filter.zone),
    filter.site === undefined ? undefined : eq(auditEntry.site, filter.site),
    filter.result === undefined ? undefined : eq(auditEntry.result, filter.result),
    filter.from === undefined ? undefined : gte(auditEntry.at, filter.from),
    filter.to === undefined ? undefined : lt(auditEntry.at, filter.to),
    filter.before === undefined ? undefined : lt(auditEntry.seq, filter.before),
  );
}

/** One entry, if it exists and is within reach. */
export async function selectAuditEntry(
  tx: Tx,
  log: number,
  reach: AuditReach,
  seq: number,
): Promise<AuditRow | undefined> {
  const rows = await tx.orm
    .select()
    .from(auditEntry)
    .where(and(eq(auditEntry.logId, log), eq(auditEntry.seq, seq), withinReach(reach)));
  return rows[0];
}

const actionIs = (action: string): SQL =>
  action.endsWith('.')
    ? like(auditEntry.action, `${action.replace(/[\\%_]/g, '\\$&')}%`)
    : eq(auditEntry.action, action);

function withinReach(reach: AuditReach): SQL | undefined {
  if (reach === 'everything') return undefined;
  return or(
    inArray(auditEntry.zone, [...reach.zones]),
    and(isNull(auditEntry.zone), inArray(auditEntry.site, [...reach.sites])),
  );
}
