import { and, eq, sql } from 'drizzle-orm';
import type { GatewayId } from '../../domain/ids';
import type { GatewayOperation, GatewayPermissions } from '../../domain/plant/gateway-operations';
import type { Tx } from './database';
import { gatewayPermission } from './schema/gateway-permission';

export type GatewayPermissionRow = typeof gatewayPermission.$inferSelect;

/** What every gateway may be asked to do. */
export async function readPermissions(tx: Tx): Promise<Map<GatewayId, GatewayPermissions>> {
  const all = new Map<GatewayId, Map<GatewayOperation, ReadonlySet<string>>>();
  for (const { gateway, operation, types } of await tx.orm.select().from(gatewayPermission)) {
    const mine = all.get(gateway) ?? new Map<GatewayOperation, ReadonlySet<string>>();
    all.set(gateway, mine.set(operation, new Set(types)));
  }
  return all;
}

export const listPermissions = (tx: Tx, gateway: GatewayId): Promise<GatewayPermissionRow[]> =>
  tx.orm
    .select()
    .from(gatewayPermission)
    .where(eq(gatewayPermission.gateway, gateway))
    .orderBy(gatewayPermission.operation);

/** Permits operations with these types, in place of what was permitted of them before. */
export const allowOperations = (tx: Tx, rows: readonly GatewayPermissionRow[]): Promise<unknown> =>
  tx.orm
    .insert(gatewayPermission)
    .values([...rows])
    .onConflictDoUpdate({
      target: [gatewayPermission.gateway, gatewayPermission.operation],
      set: {
        types: sql`excluded.types`,
        allowedBy: sql`excluded.allowed_by`,
        allowedAt: sql`excluded.allowed_at`,
      },
    });

export const forbidOperation = (tx: Tx, gateway: GatewayId, operation: GatewayOperation): Promise<unknown> =>
  tx.orm
    .delete(gatewayPermission)
    .where(and(eq(gatewayPermission.gateway, gateway), eq(gatewayPermission.operation, operation)));
