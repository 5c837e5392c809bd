import { pgTable, text } from 'drizzle-orm/pg-core';

/** Names of the webhooks that are told of incidents; their addresses stand in the settings alone. */
export const webhookTarget = pgTable('webhook_target', { name: text().primaryKey() });
