import { bigint, integer, pgTable } from 'drizzle-orm/pg-core';

/** The locked row that numbers the durable stream in commit order. */
export const streamHead = pgTable('stream_head', {
  id: integer().primaryKey(),
  lastSeq: bigint('last_seq', { mode: 'number' }).notNull(),
});
