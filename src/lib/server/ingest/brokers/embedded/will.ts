import type { IConnectPacket } from 'mqtt-packet';
import type { GatewayId } from '../../../../domain/ids';
import { SECOND_MS, type Instant } from '../../../../domain/time';
import type { InboundMessage } from '../../inbound-message';
import { isBridgeNotification, isTopicName, ownUpTopic } from '../topics';
import { malformed, ProtocolError, REASON } from './protocol-error';

/** A gateway's last word, published as its own message when its connection dies without a DISCONNECT. */
export interface Will {
  topic: string;
  payload: Buffer;
  qos: 0 | 1 | 2;
  retain: boolean;
  delayMs: number;
}

/**
 * The will in a CONNECT packet, its topic checked like that of any message. A mosquitto bridge's report
 * about itself is left out: its connection tells the same. Throws ProtocolError.
 */
export function readWill(gateway: GatewayId, packet: IConnectPacket): Will | undefined {
  const { will } = packet;
  if (will === undefined) return undefined;
  const qos = will.qos ?? 0;
  if (!isTopicName(will.topic)) throw malformed('a will with an unusable topic');
  if (qos > 2) throw malformed('a will with QoS 3');
  if (isBridgeNotification(will.topic)) return undefined;
  const topic = ownUpTopic(gateway, will.topic);
  if (topic === undefined) {
    throw new ProtocolError('foreign-will', REASON.notAuthorized, `will on ${will.topic.slice(0, 180)}`);
  }
  return {
    topic,
    payload: Buffer.from(will.payload),
    qos,
    retain: will.retain ?? false,
    delayMs: (will.properties?.willDelayInterval ?? 0) * SECOND_MS,
  };
}

export const asMessage = (gateway: GatewayId, will: Will, now: Instant): InboundMessage => ({
  gateway,
  topic: will.topic,
  payload: will.payload,
  qos: will.qos,
  retain: will.retain,
  dup: false,
  receivedAt: now,
});
