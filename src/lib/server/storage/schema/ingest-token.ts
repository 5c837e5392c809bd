import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core';
import type { GatewayId } from '../../../domain/ids';
import { bytea, instant } from './columns';

/** A token with which one gateway posts its log records; only its SHA-256 is kept (D5). */
export const ingestToken = pgTable(
  'ingest_token',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    gateway: text().$type<GatewayId>().notNull(),
    /** What it is for, in the words of whoever made it. */
    name: text().notNull(),
    hash: bytea().notNull().unique(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
    revokedBy: text('revoked_by'),
  },
  (t) => [index('ingest_token_gateway').on(t.gateway)],
);
