import { boolean, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { EntityTopicId, GatewayId } from '../../../domain/ids';
import { instant } from './columns';

/**
 * A thin-edge entity as its gateway described it. `registered` is false for one that was met through its
 * telemetry before its registration arrived.
 */
export const entity = pgTable(
  'entity',
  {
    gateway: text().$type<GatewayId>().notNull(),
    topicId: text('topic_id').$type<EntityTopicId>().notNull(),
    kind: text().$type<'device' | 'child-device' | 'service'>().notNull(),
    parent: text().$type<EntityTopicId>(),
    externalId: text('external_id'),
    name: text(),
    type: text(),
    registered: boolean().notNull(),
    attributes: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    firstSeenAt: instant('first_seen_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    removedAt: instant('removed_at'),
  },
  (t) => [primaryKey({ columns: [t.gateway, t.topicId] })],
);
