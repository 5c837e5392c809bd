import { sql } from 'drizzle-orm';
import { pgTable, text } from 'drizzle-orm/pg-core';
import type { ZoneId } from '../../../domain/ids';
import { instant } from './columns';

/** A device that the plant lists beside its gateways and drives; a removed one keeps its row. */
export const device = pgTable('device', {
  id: text().primaryKey(),
  name: text().notNull(),
  zone: text().$type<ZoneId>().notNull(),
  vendor: text().notNull().default(''),
  product: text().notNull().default(''),
  serial: text(),
  /** Hardware or network addresses, in lower case. */
  addresses: text()
    .array()
    .notNull()
    .default(sql`'{}'`),
  note: text().notNull().default(''),
  changedBy: text('changed_by').notNull(),
  changedAt: instant('changed_at').notNull(),
  removedAt: instant('removed_at'),
});
