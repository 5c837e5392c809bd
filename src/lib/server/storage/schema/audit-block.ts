import { bigint, pgTable, primaryKey, smallint } from 'drizzle-orm/pg-core';
import { bytea } from './columns';

/** Hash over 256 entries each; can be computed from them again at any time. */
export const auditBlock = pgTable(
  'audit_block',
  {
    logId: smallint('log_id').notNull(),
    block: bigint({ mode: 'number' }).notNull(),
    hash: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.logId, t.block] })],
);
