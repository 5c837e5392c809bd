import { bigint, pgTable, smallint } from 'drizzle-orm/pg-core';
import { bytea } from './columns';

/** The locked row that gives every audit entry its gapless number. One row per log. */
export const auditHead = pgTable('audit_head', {
  logId: smallint('log_id').primaryKey(),
  nextSeq: bigint('next_seq', { mode: 'number' }).notNull(),
  lastLeaf: bytea('last_leaf'),
});
