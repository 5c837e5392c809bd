import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { SiteId } from '../../../domain/ids';
import { instant } from './columns';

/** A plant's site. Rows leave only by `removedAt`, so that history keeps its names. */
export const site = pgTable('site', {
  id: text().$type<SiteId>().primaryKey(),
  name: text().notNull(),
  timeZone: text('time_zone').notNull(),
  /** Place in the order the plant file gives; screens never reorder. */
  ordinal: integer().notNull().default(0),
  removedAt: instant('removed_at'),
});
