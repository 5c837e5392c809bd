import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { PositionId } from '../../../domain/ids';
import { instant } from './columns';

/** A console and the zones it spans. */
export const operatorPosition = pgTable('operator_position', {
  id: text().$type<PositionId>().primaryKey(),
  name: text().notNull(),
  zones: text().array().notNull(),
  /** Place in the order the plant file gives. */
  ordinal: integer().notNull().default(0),
  removedAt: instant('removed_at'),
});
