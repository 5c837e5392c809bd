import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { MilestoneKind, VagueDate } from '../../../domain/assets/lifecycle';
import { instant } from './columns';

/** A date in the life of a product that the plant has entered; withdrawn ones stay on record. */
export const productMilestone = pgTable('product_milestone', {
  id: integer().generatedAlwaysAsIdentity().primaryKey(),
  vendor: text().notNull(),
  product: text().notNull(),
  kind: text().$type<MilestoneKind>().notNull(),
  at: text().$type<VagueDate>().notNull(),
  replacement: text(),
  source: text().notNull(),
  reason: text().notNull(),
  enteredBy: text('entered_by').notNull(),
  enteredAt: instant('entered_at').notNull(),
  withdrawnBy: text('withdrawn_by'),
  withdrawnAt: instant('withdrawn_at'),
  withdrawnReason: text('withdrawn_reason'),
});
