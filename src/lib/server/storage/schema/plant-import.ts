import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/** Every plant file that was taken over, whole, so that what held at a time can be told later. */
export const plantImport = pgTable('plant_import', {
  version: integer().primaryKey().generatedAlwaysAsIdentity(),
  plantName: text('plant_name').notNull(),
  document: text().notNull(),
  sha256: text().notNull(),
  importedAt: instant('imported_at').notNull(),
  importedBy: text('imported_by').notNull(),
});
