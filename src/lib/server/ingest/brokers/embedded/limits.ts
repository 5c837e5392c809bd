/** What one gateway may cost. Sizes in bytes, rates in messages per second. */
export interface BrokerLimits {
  /** Payload that is handed on whole; a larger one arrives cut and is quarantined. */
  payloadBytes: number;
  /** Packet that is read at all; a larger one ends the connection. */
  packetBytes: number;
  /** Messages and bytes read but not committed, per gateway; then reading stops (D4). */
  windowMessages: number;
  windowBytes: number;
  /** Over it, reading slows down; nothing is dropped. */
  messagesPerSecond: number;
  connections: number;
  /** From the TLS handshake to the CONNECT packet. */
  connectWithinMs: number;
  /** Sent but not taken in by a gateway that does not read; then it is let go. */
  unsentBytes: number;
  subscriptions: number;
  /** Messages to a gateway that wait for its acknowledgement or for its return. */
  queuedDown: number;
  /** How long a stop waits for commits, so that they can still be acknowledged. */
  stopWithinMs: number;
}

export const DEFAULT_LIMITS: BrokerLimits = {
  payloadBytes: 131_072,
  packetBytes: 2_097_152,
  windowMessages: 2_000,
  windowBytes: 4_194_304,
  messagesPerSecond: 2_000,
  connections: 5_000,
  connectWithinMs: 10_000,
  unsentBytes: 1_048_576,
  subscriptions: 100,
  queuedDown: 1_000,
  stopWithinMs: 2_000,
};
