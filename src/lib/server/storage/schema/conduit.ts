import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { ConduitId, ZoneId } from '../../../domain/ids';
import type { AllowedTraffic } from '../../../domain/plant/model';
import { instant } from './columns';

/** A path between two zones; a null end is outside the plant. */
export const conduit = pgTable('conduit', {
  id: text().$type<ConduitId>().primaryKey(),
  name: text().notNull(),
  from: text('from_zone').$type<ZoneId>(),
  to: text('to_zone').$type<ZoneId>(),
  allowed: jsonb().$type<readonly AllowedTraffic[]>().notNull(),
  /** Place in the order the plant file gives. */
  ordinal: integer().notNull().default(0),
  removedAt: instant('removed_at'),
});
