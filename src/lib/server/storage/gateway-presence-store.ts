import { eq } from 'drizzle-orm';
import type { GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';
import { gateway } from './schema/gateway';

/** How a gateway stood when it was last written down. */
export interface RecordedPresence {
  id: GatewayId;
  revokedAt: Instant | null;
  lastConnectedAt: Instant | null;
  lastDisconnectedAt: Instant | null;
}

export const readPresence = (tx: Tx): Promise<RecordedPresence[]> =>
  tx.orm
    .select({
      id: gateway.id,
      revokedAt: gateway.revokedAt,
      lastConnectedAt: gateway.lastConnectedAt,
      lastDisconnectedAt: gateway.lastDisconnectedAt,
    })
    .from(gateway);

/** Writes down when a gateway last came or went; `undefined` leaves what is known. */
export async function recordPresence(
  tx: Tx,
  id: GatewayId,
  times: { connectedAt: Instant | undefined; disconnectedAt: Instant | undefined },
): Promise<void> {
  const set = {
    ...(times.connectedAt === undefined ? {} : { lastConnectedAt: times.connectedAt }),
    ...(times.disconnectedAt === undefined ? {} : { lastDisconnectedAt: times.disconnectedAt }),
  };
  if (Object.keys(set).length > 0) await tx.orm.update(gateway).set(set).where(eq(gateway.id, id));
}

/** The short key under which a gateway's own measurements are kept; `undefined` when it is not on record. */
export async function readGatewayKey(tx: Tx, id: GatewayId): Promise<number | undefined> {
  const [row] = await tx.orm.select({ key: gateway.key }).from(gateway).where(eq(gateway.id, id));
  return row?.key;
}
