import { boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { SiteId, ZoneId } from '../../../domain/ids';
import type { Impact, TargetLevels } from '../../../domain/plant/model';
import { instant } from './columns';
import { site } from './site';

/** An IEC 62443 zone with its target level vector FR 1..FR 7. */
export const zone = pgTable('zone', {
  id: text().$type<ZoneId>().primaryKey(),
  site: text()
    .$type<SiteId>()
    .notNull()
    .references(() => site.id),
  name: text().notNull(),
  targetLevels: jsonb('target_levels').$type<TargetLevels>().notNull(),
  production: boolean().notNull(),
  processOwners: text('process_owners').array().notNull(),
  safetyImpact: text('safety_impact').$type<Impact>().notNull(),
  missionImpact: text('mission_impact').$type<Impact>().notNull(),
  ordinal: integer().notNull().default(0),
  removedAt: instant('removed_at'),
});
