import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/** Connections and messages that were refused for who sent them, counted per kind and claimed name. */
export const refusal = pgTable(
  'refusal',
  {
    kind: text().notNull(),
    subject: text().notNull(),
    lastAddress: text('last_address').notNull(),
    lastDetail: text('last_detail').notNull(),
    count: integer().notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.subject] })],
);
