import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/** Facts about this installation that are true from its first start on. One row. */
export const installation = pgTable('installation', {
  id: integer().primaryKey(),
  uuid: text().notNull(),
  plantName: text('plant_name').notNull(),
  /** A demonstration's data directory is never taken over by a production start (D17). */
  kind: text().$type<'production' | 'demo'>().notNull(),
  createdAt: instant('created_at').notNull(),
  settings: jsonb().$type<Record<string, unknown>>().notNull().default({}),
});
