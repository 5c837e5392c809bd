import { sql } from 'drizzle-orm';
import { boolean, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { DriveId, DriveKey, EntityTopicId, GatewayId, ZoneId } from '../../../domain/ids';
import type { Family } from '../../../domain/plant/families';
import type { ControlTimeout, RatedData, SignalLimits } from '../../../domain/plant/model';
import { instant } from './columns';

/**
 * A drive. The key stays when the plant file renames the drive or adopts a discovered one, so that its
 * history follows. At most one present drive per gateway and entity.
 */
export const drive = pgTable(
  'drive',
  {
    id: text().$type<DriveId>().primaryKey(),
    key: integer()
      .$type<DriveKey>()
      .notNull()
      .unique()
      .default(sql`nextval('source_key')`),
    zone: text().$type<ZoneId>(),
    gateway: text().$type<GatewayId>().notNull(),
    entity: text().$type<EntityTopicId>().notNull(),
    name: text().notNull(),
    line: text().notNull().default(''),
    family: text().$type<Family>().notNull(),
    model: text(),
    firmware: text(),
    serial: text(),
    rated: jsonb().$type<RatedData>().notNull().default({}),
    expectedIntervalMs: integer('expected_interval_ms').notNull(),
    signals: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    controlTimeout: jsonb('control_timeout').$type<ControlTimeout>(),
    endOfService: text('end_of_service'),
    limits: jsonb().$type<Record<string, SignalLimits>>().notNull().default({}),
    origin: text().$type<'plant-file' | 'discovered'>().notNull(),
    simulated: boolean().notNull().default(false),
    ordinal: integer().notNull().default(0),
    removedAt: instant('removed_at'),
  },
  (t) => [
    uniqueIndex('drive_by_entity')
      .on(t.gateway, t.entity)
      .where(sql`removed_at is null`),
  ],
);
