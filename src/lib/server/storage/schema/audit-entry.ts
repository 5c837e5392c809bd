import { bigint, index, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { bytea, instant } from './columns';

/**
 * An audit entry: the canonical bytes exactly as hashed, and the leaf hash over them. The columns beside
 * them repeat fields of the bytes for searching; the bytes are the truth.
 */
export const auditEntry = pgTable(
  'audit_entry',
  {
    logId: smallint('log_id').notNull(),
    seq: bigint({ mode: 'number' }).notNull(),
    body: bytea().notNull(),
    leaf: bytea().notNull(),
    at: instant().notNull(),
    actor: text().notNull(),
    action: text().notNull(),
    objectType: text('object_type').notNull(),
    objectId: text('object_id').notNull(),
    result: text().notNull(),
    /** Zone the object lies in; null for what concerns the whole installation. */
    zone: text(),
    site: text(),
  },
  (t) => [
    primaryKey({ columns: [t.logId, t.seq] }),
    index('audit_entry_at').on(t.at),
    index('audit_entry_actor').on(t.actor, t.seq),
    index('audit_entry_object').on(t.objectType, t.objectId, t.seq),
    index('audit_entry_action').on(t.action, t.seq),
    index('audit_entry_zone').on(t.zone, t.seq),
    index('audit_entry_site').on(t.site, t.seq),
  ],
);
