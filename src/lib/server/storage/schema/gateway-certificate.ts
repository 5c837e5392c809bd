import { pgTable, text } from 'drizzle-orm/pg-core';
import type { GatewayId } from '../../../domain/ids';
import { instant } from './columns';

/** Every client certificate issued by our authority or first met from the plant's own; identified by its SHA-256. */
export const gatewayCertificate = pgTable('gateway_certificate', {
  fingerprint: text().primaryKey(),
  gateway: text().$type<GatewayId>().notNull(),
  serial: text().notNull(),
  issuer: text().notNull(),
  notBefore: instant('not_before').notNull(),
  notAfter: instant('not_after').notNull(),
  recordedAt: instant('recorded_at').notNull(),
  lastSeenAt: instant('last_seen_at'),
  revokedAt: instant('revoked_at'),
});
