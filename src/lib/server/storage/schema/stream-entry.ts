import { bigint, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

/**
 * News that no client may miss, in order. `zone` and `site` say who may read it: both null is everybody,
 * `audience` 'administrators' narrows that to those who run the system.
 */
export const streamEntry = pgTable('stream_entry', {
  seq: bigint({ mode: 'number' }).primaryKey(),
  at: instant().notNull(),
  type: text().notNull(),
  zone: text(),
  site: text(),
  audience: text().$type<'everybody' | 'administrators'>().notNull().default('everybody'),
  body: jsonb().$type<unknown>().notNull(),
});
