import type { GatewayId } from '../../../domain/ids';
import type { Instant } from '../../../domain/time';
import type { Service } from '../../service';
import type { DownRefusal } from './down-guard';

/** How a broker stands, for readiness and the page about the system. */
export interface BrokerState {
  state: 'starting' | 'listening' | 'stopped' | 'failed';
  since: Instant;
  /** Gateways connected now. */
  connections: number;
  /** Gateways whose reading stands still until the database has caught up. */
  held: number;
  /** Why it failed, in plain words. */
  problem: string | undefined;
}

/** What became of a message to a gateway. */
export type DownOutcome =
  { sent: true } | { sent: false; reason: DownRefusal | 'no-session' | 'not-subscribed' | 'queue-full' };

/** A way to gateways: the endpoint of our own now, an external broker behind the same calls later. */
export interface Broker extends Service {
  /** Port that gateways dial; 0 until it listens. */
  readonly port: number;
  /** Resolves once gateways can connect. */
  ready(): Promise<void>;
  /** Reads no further, acknowledges what is being committed, closes. */
  stop(): Promise<void>;
  /**
   * The only way anything leaves towards plant equipment (D6): publishes on `gw/<gateway>/down/<topic>`,
   * at QoS 1, to a gateway that is connected and listens. With an empty payload it clears what is retained,
   * which is allowed without a session too.
   */
  publishDown(gateway: GatewayId, topic: string, payload: Buffer, options: { retain: boolean }): DownOutcome;
  /** Ends a gateway's session at once; it may come back unless its certificate is refused. */
  closeGateway(gateway: GatewayId, reason: string): void;
  state(): BrokerState;
}
