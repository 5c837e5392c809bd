import type { GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';

/** Until when a gateway can connect, by the certificate of its that lasts longest. */
export interface GatewayCertificateEnd {
  gateway: GatewayId;
  notAfter: Instant;
}

/** The ends of the certificates of all gateways that may connect. */
export async function readCertificateEnds(tx: Tx): Promise<GatewayCertificateEnd[]> {
  const { rows } = await tx.client.query<{ gateway: GatewayId; not_after: Date }>(
    `select c.gateway, max(c.not_after) as not_after
     from gateway_certificate c join gateway g on g.id = c.gateway
     where c.revoked_at is null and g.revoked_at is null and g.removed_at is null
     group by c.gateway order by c.gateway`,
  );
  return rows.map((row) => ({ gateway: row.gateway, notAfter: row.not_after.getTime() }));
}
