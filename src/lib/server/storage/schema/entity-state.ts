import { bigint, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { EntityTopicId, GatewayId } from '../../../domain/ids';
import { instant } from './columns';

/** Channels whose messages are states: the last one holds, an empty one clears. */
export const STATE_CHANNELS = ['alarm', 'health', 'twin', 'command', 'capability', 'meta', 'config'] as const;
export type StateChannel = (typeof STATE_CHANNELS)[number];

/**
 * Last state of each (gateway, entity, channel, type); our memory of what a broker would retain.
 * `name` is the alarm type, twin key, operation, `operation/id` or measurement type.
 */
export const entityState = pgTable(
  'entity_state',
  {
    gateway: text().$type<GatewayId>().notNull(),
    topicId: text('topic_id').$type<EntityTopicId>().notNull(),
    channel: text().$type<StateChannel>().notNull(),
    name: text().notNull(),
    /** Short word of the state: severity, `up`, command status, ...; '' when the channel has none. */
    status: text().notNull().default(''),
    body: jsonb().$type<unknown>().notNull(),
    sourceTime: instant('source_time'),
    receivedAt: instant('received_at').notNull(),
    /** When this state began: unchanged by repeats of the same content. */
    since: instant().notNull(),
    repeats: bigint({ mode: 'number' }).notNull().default(0),
    clearedAt: instant('cleared_at'),
    /** Set when the gateway reconnected and has not announced this state again (lost clears). */
    unconfirmedSince: instant('unconfirmed_since'),
  },
  (t) => [primaryKey({ columns: [t.gateway, t.topicId, t.channel, t.name] })],
);
