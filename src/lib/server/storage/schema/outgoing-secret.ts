import { pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/** Names of secrets and the one host that each may be sent to; what they are stands in the keys directory alone. */
export const outgoingSecret = pgTable('outgoing_secret', {
  name: text().primaryKey(),
  host: text().notNull(),
  addedBy: text('added_by').notNull(),
  addedAt: instant('added_at').notNull(),
});
