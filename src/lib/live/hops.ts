import type { Heartbeat } from '$lib/protocol/down';
import type { LinkState } from './link-state';

/** The way of a value, nearest to the person first. */
export const HOPS = ['browser', 'server', 'database', 'broker', 'gateway', 'drive'] as const;
export type Hop = (typeof HOPS)[number];

/**
 * The nearest hop that does not work as it should; beyond it nothing is known. `database` does not stop
 * live values, it stops recording; `gateway` and `drive` mean at least one of those the person may see.
 */
export function brokenHop(
  link: LinkState,
  online: boolean,
  heartbeat: Heartbeat | undefined,
): Hop | undefined {
  if (!online && link !== 'live') return 'browser';
  if (link === 'down' || link === 'ended') return 'server';
  if (heartbeat === undefined) return undefined;
  if (heartbeat.database.state !== 'ok') return 'database';
  if (heartbeat.broker.state !== 'ok') return 'broker';
  if (heartbeat.gateways.live < heartbeat.gateways.total) return 'gateway';
  if (heartbeat.drives.stale + heartbeat.drives.lost > 0) return 'drive';
  return undefined;
}
