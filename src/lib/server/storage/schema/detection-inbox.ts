import { bigint, boolean, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { EntityTopicId, GatewayId } from '../../../domain/ids';
import { instant } from './columns';

/**
 * `event` of channel e; `storm`: events that were too many to keep, counted in the body; `state`,
 * `state-cleared` and `state-doubted` of channel a; `own`: seen by our own endpoint, under the catalogue's type.
 */
export type InboxKind = 'event' | 'storm' | 'state' | 'state-cleared' | 'state-doubted' | 'own';

/** What was reported and detection has not looked at yet; removed with what detection made of it. */
export const detectionInbox = pgTable('detection_inbox', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  gateway: text().$type<GatewayId>(),
  topicId: text('topic_id').$type<EntityTopicId>().notNull(),
  kind: text().$type<InboxKind>().notNull(),
  type: text().notNull(),
  severity: text().notNull().default(''),
  text: text().notNull().default(''),
  body: jsonb().$type<unknown>().notNull(),
  sourceTime: instant('source_time'),
  receivedAt: instant('received_at').notNull(),
  historical: boolean().notNull().default(false),
});
