import { bigint, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { bytea, instant } from './columns';

/** What was signed over the audit log; the same stands in files outside the database, which are what counts. */
export const auditCheckpoint = pgTable(
  'audit_checkpoint',
  {
    logId: smallint('log_id').notNull(),
    size: bigint({ mode: 'number' }).notNull(),
    root: bytea().notNull(),
    /** The signed note, whole. */
    note: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.logId, t.size] })],
);
