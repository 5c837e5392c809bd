import { sql } from 'drizzle-orm';
import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { GatewayId } from '../../../domain/ids';
import type { GatewayOperation } from '../../../domain/plant/gateway-operations';
import { instant } from './columns';

/** What a gateway may be asked to do; without a row, nothing. */
export const gatewayPermission = pgTable(
  'gateway_permission',
  {
    gateway: text().$type<GatewayId>().notNull(),
    operation: text().$type<GatewayOperation>().notNull(),
    /** Types of configuration or log, for operations that have such. */
    types: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    allowedBy: text('allowed_by').notNull(),
    allowedAt: instant('allowed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.gateway, t.operation] })],
);
