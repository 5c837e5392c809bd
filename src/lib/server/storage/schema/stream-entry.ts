import { bigint, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/** Narrows who may read an entry: to those whose scope is the whole plant, or to those who run the system. */
export type StreamAudience = 'everybody' | 'whole-plant' | 'administrators';

/** News that no client may miss, in order. `zone` and `site` say who may read it; both null is everybody. */
export const streamEntry = pgTable('stream_entry', {
  seq: bigint({ mode: 'number' }).primaryKey(),
  at: instant().notNull(),
  type: text().notNull(),
  zone: text(),
  site: text(),
  audience: text().$type<StreamAudience>().notNull().default('everybody'),
  body: jsonb().$type<unknown>().notNull(),
});
