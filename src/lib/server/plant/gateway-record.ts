import type { GatewayId } from '../../domain/ids';
import { ClockOffset } from '../../domain/telemetry/clock-offset';
import type { Instant } from '../../domain/time';
import type { GatewayLink } from '../../protocol/down';
import { RateMeter } from './rate-meter';

/** All that is known now of one gateway's connection. */
export interface GatewayRecord {
  readonly id: GatewayId;
  /** `undefined` while there is no connection. */
  connectedAt: Instant | undefined;
  hasEverConnected: boolean;
  isRevoked: boolean;
  lastHeardAt: Instant | undefined;
  certificateNotAfter: Instant | undefined;
  heldMessages: number;
  heldBytes: number;
  /** Nothing more is read until the database has caught up. */
  isHeld: boolean;
  isRateLimited: boolean;
  readonly rate: RateMeter;
  readonly clock: ClockOffset;
  link: GatewayLink;
  linkSince: Instant | undefined;
}

export const newGatewayRecord = (id: GatewayId): GatewayRecord => ({
  id,
  connectedAt: undefined,
  hasEverConnected: false,
  isRevoked: false,
  lastHeardAt: undefined,
  certificateNotAfter: undefined,
  heldMessages: 0,
  heldBytes: 0,
  isHeld: false,
  isRateLimited: false,
  rate: new RateMeter(),
  clock: new ClockOffset(),
  link: 'never',
  linkSince: undefined,
});

/**
 * How a gateway's connection is. What we do not read is not its silence: `held` comes before `silent`.
 *
 *   revoked > never > offline > held > silent > live
 */
export function linkOf(record: GatewayRecord, now: Instant, silentAfter: number): GatewayLink {
  if (record.isRevoked) return 'revoked';
  if (record.connectedAt === undefined) return record.hasEverConnected ? 'offline' : 'never';
  if (record.isHeld) return 'held';
  const quietFor = now - Math.max(record.connectedAt, record.lastHeardAt ?? -Infinity);
  return quietFor > silentAfter ? 'silent' : 'live';
}
