import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/** Operator positions that are or were in flood. */
export const alarmFlood = pgTable('alarm_flood', {
  position: text().primaryKey(),
  isFlood: boolean('is_flood').notNull(),
  since: instant().notNull(),
  annunciations: integer().notNull(),
});
