import { pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/** Hosts that steps of playbooks may call over HTTPS. */
export const outgoingHost = pgTable('outgoing_host', {
  /** In lower case, with `:port` where it is not 443. */
  host: text().primaryKey(),
  note: text().notNull(),
  addedBy: text('added_by').notNull(),
  addedAt: instant('added_at').notNull(),
});
