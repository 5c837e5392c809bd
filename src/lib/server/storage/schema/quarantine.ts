import { bigint, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import type { GatewayId } from '../../../domain/ids';
import { bytea, instant } from './columns';

/**
 * Input that could not be used, with its reason. Repeats of one content are one row with a count; the
 * oldest rows leave when the bound is reached. `head` holds at most the first 1,024 bytes.
 */
export const quarantine = pgTable(
  'quarantine',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    gateway: text().$type<GatewayId>(),
    topic: text().notNull(),
    reason: text().notNull(),
    detail: text().notNull(),
    sha256: text().notNull(),
    size: integer().notNull(),
    head: bytea().notNull(),
    count: integer().notNull().default(1),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
  },
  (t) => [
    index('quarantine_recent').on(t.lastSeenAt.desc(), t.id.desc()),
    unique('quarantine_same').on(t.sha256, t.topic, t.gateway, t.reason).nullsNotDistinct(),
  ],
);
