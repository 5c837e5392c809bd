import { pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/** A standing remark about the system itself, such as a runtime past its end of life; open until cleared. */
export const notice = pgTable('notice', {
  key: text().primaryKey(),
  severity: text().$type<'info' | 'warning' | 'problem'>().notNull(),
  text: text().notNull(),
  zone: text(),
  site: text(),
  audience: text().$type<'everybody' | 'administrators'>().notNull().default('everybody'),
  since: instant().notNull(),
  clearedAt: instant('cleared_at'),
});
