import { sql } from 'drizzle-orm';
import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { GatewayId, SiteId, ZoneId } from '../../../domain/ids';
import { instant } from './columns';

/**
 * A gateway, enrolled by certificate, placed by the plant file; either may come first. Without a zone it is
 * shown in the unplaced zone, so that nothing it sends is lost.
 */
export const gateway = pgTable('gateway', {
  id: text().$type<GatewayId>().primaryKey(),
  key: integer()
    .notNull()
    .unique()
    .default(sql`nextval('source_key')`),
  site: text().$type<SiteId>(),
  zone: text().$type<ZoneId>(),
  name: text().notNull(),
  model: text(),
  simulated: boolean().notNull().default(false),
  enrolledAt: instant('enrolled_at'),
  revokedAt: instant('revoked_at'),
  lastConnectedAt: instant('last_connected_at'),
  lastDisconnectedAt: instant('last_disconnected_at'),
  /** Place in the order the plant file gives. */
  ordinal: integer().notNull().default(0),
  removedAt: instant('removed_at'),
});
