import type { GatewayId, SiteId } from '$lib/domain/ids';
import type { ZonePlan } from '../plant/plant-plan';

/** A gateway and where it stands, as far as that does not change while its page is open. */
export interface GatewayPlan {
  id: GatewayId;
  name: string;
  model: string | undefined;
  site: { id: SiteId; name: string; timeZone: string };
  zone: ZonePlan;
  silentAfterMs: number;
}

/** A connection that was refused for who asked for it. */
export interface RefusedConnection {
  kind: string;
  subject: string;
  lastAddress: string;
  lastDetail: string;
  count: number;
  firstSeenAt: number;
  lastSeenAt: number;
}
