import { bigint, boolean, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { EntityTopicId, GatewayId } from '../../../domain/ids';
import { instant } from './columns';

/** A thin-edge event, kept once however often it is repeated within the deduplication window. */
export const gatewayEvent = pgTable(
  'gateway_event',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    gateway: text().$type<GatewayId>().notNull(),
    topicId: text('topic_id').$type<EntityTopicId>().notNull(),
    type: text().notNull(),
    text: text().notNull(),
    body: jsonb().$type<unknown>().notNull(),
    sourceTime: instant('source_time'),
    receivedAt: instant('received_at').notNull(),
    historical: boolean().notNull().default(false),
    /** SHA-256 over (gateway, entity, type, device time, payload): the duplicate's mark. */
    digest: text().notNull(),
  },
  (t) => [
    uniqueIndex('gateway_event_once').on(t.digest),
    index('gateway_event_recent').on(t.gateway, t.receivedAt.desc()),
  ],
);
