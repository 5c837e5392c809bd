import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/** The one-time code for the first administrator: a hash, valid for 30 minutes, gone once used. */
export const setupCode = pgTable('setup_code', {
  id: integer().primaryKey(),
  hash: text().notNull(),
  expiresAt: instant('expires_at').notNull(),
  attempts: integer().notNull().default(0),
});
