import type { GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';

/** One message of a gateway whose identity the broker has proven; what it says is still to be judged. */
export interface InboundMessage {
  gateway: GatewayId;
  /** What follows `gw/<gateway>/up/`, such as `te/device/main///m/env`; may be empty or nonsense. */
  topic: string;
  payload: Buffer;
  qos: 0 | 1 | 2;
  /** As received; a bridged live message comes without it (reference: ingest, section 3). */
  retain: boolean;
  /** The gateway says that it may have sent this before. */
  dup: boolean;
  receivedAt: Instant;
  /**
   * Set when the message was larger than is accepted: `payload` holds only its beginning and may not be
   * decoded. Size in bytes and SHA-256 (hex) are those of the whole payload.
   */
  cut?: { size: number; sha256: string } | undefined;
}

/** Where brokers hand messages over. */
export interface InboundSink {
  /**
   * Resolves when the message is committed, and only then may it be acknowledged. Waits while the database
   * is away; never rejects.
   */
  accept(message: InboundMessage): Promise<void>;
}
