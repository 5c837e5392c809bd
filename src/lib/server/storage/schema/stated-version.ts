import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/** A version that somebody read and wrote down; what the asset reports itself stands before it. */
export const statedVersion = pgTable(
  'stated_version',
  {
    asset: text().notNull(),
    part: text().notNull(),
    version: text().notNull(),
    statedBy: text('stated_by').notNull(),
    statedAt: instant('stated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.asset, t.part] })],
);
