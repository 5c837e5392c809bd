import { integer, pgTable, text } from 'drizzle-orm/pg-core';

/** Listed alarms per zone, counted in the transaction that changes one; '' is the zone of what has none. */
export const alarmCount = pgTable('alarm_count', {
  zone: text().primaryKey(),
  site: text().notNull(),
  /** As `cellOf` numbers them. */
  cells: integer().array().notNull(),
});
