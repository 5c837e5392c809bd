import type { GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';

/** Why somebody or something was turned away for who it came from. */
export const REFUSAL_KINDS = [
  'no-certificate',
  'unknown-authority',
  'certificate-expired',
  'certificate-revoked',
  'invalid-name',
  'unregistered',
  'gateway-revoked',
  'foreign-client-id',
  'foreign-will',
  'foreign-topic',
  'foreign-subscription',
  'malformed',
  'too-large',
  'handshake-failed',
  'duplicate-identity',
] as const;
export type RefusalKind = (typeof REFUSAL_KINDS)[number];

export interface Refusal {
  kind: RefusalKind;
  /** The proven name where there is one, else the network address: a claim nobody proved is no subject. */
  subject: string;
  address: string;
  /** Words for an administrator; may repeat what the other side claimed, cut to 200 characters. */
  detail: string;
  at: Instant;
}

/** How much of a gateway was read and is not committed yet. `paused`: nothing more is read meanwhile. */
export interface HeldWindow {
  messages: number;
  bytes: number;
  paused: boolean;
  /** When reading stopped; undefined while it goes on. */
  since: Instant | undefined;
}

/**
 * Told by brokers what happens on the way to gateways; every call returns at once and may not throw.
 * `connected` can come again without `disconnected` between: a newer connection has taken over.
 */
export interface LinkObserver {
  connected(
    gateway: GatewayId,
    link: { address: string; certificateNotAfter: Instant | undefined; at: Instant },
  ): void;
  disconnected(gateway: GatewayId, end: { at: Instant; reason: string }): void;
  /** Bytes arrived, of whatever content; called per read, not per message. */
  heard(gateway: GatewayId, at: Instant, bytes: number): void;
  /** Called when reading stops or goes on, and about once a second while something is held. */
  held(gateway: GatewayId, window: HeldWindow): void;
  /** Whether reading is slowed because the gateway sends more than its rate. */
  rateLimited(gateway: GatewayId, limited: boolean, at: Instant): void;
  refused(refusal: Refusal): void;
}
