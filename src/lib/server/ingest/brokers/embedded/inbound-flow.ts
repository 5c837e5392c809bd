import { createHash } from 'node:crypto';
import type { IPublishPacket } from 'mqtt-packet';
import type { Instant } from '../../../../domain/time';
import type { InboundMessage } from '../../inbound-message';
import { isBridgeNotification, isTopicName, ownUpTopic } from '../topics';
import { AckQueue } from './ack-queue';
import type { BrokerContext } from './broker-context';
import type { Line } from './conversation';
import type { ProtocolVersion } from './packet-codec';
import { malformed, ProtocolError, REASON } from './protocol-error';
import type { GatewaySession } from './session';

/** Of a message that is too large, as much is handed on as quarantine keeps. */
const KEPT_OF_CUT = 1_024;

/** An acknowledgement in one number: packet id, whether it is one of QoS 2, reason code (one byte). */
const MESSAGE_ID = 0xffff;
const QOS_2 = 0x1_0000;
const CODE_AT = 17;

const packed = (messageId: number, qos: 1 | 2, code: number): number =>
  messageId | (qos === 2 ? QOS_2 : 0) | (code << CODE_AT);

/**
 * Messages from one connection. PUBACK and PUBREC wait for the commit; reading does not.
 *
 *     QoS 0  PUBLISH ─▶ hand
 *     QoS 1  PUBLISH ─▶ hand ─▶ (committed) ─▶ PUBACK
 *     QoS 2  PUBLISH ─▶ hand ─▶ (committed) ─▶ PUBREC ... PUBREL ─▶ PUBCOMP
 *
 * A message on a topic that is not the gateway's own is handed to nobody. MQTT 5 can say so and does;
 * earlier versions have no word for it, and as an acknowledgement would promise what was not done, the
 * connection is closed. A sink that fails, which it promised not to do, ends the connection too: the
 * gateway has no acknowledgement and sends again.
 */
export class InboundFlow {
  readonly #acks = new AckQueue(
    (ack) => this.#send(ack),
    (acks, error) => this.#fail(acks, error),
  );

  constructor(
    private readonly session: GatewaySession,
    private readonly context: BrokerContext,
    private readonly version: ProtocolVersion,
    private readonly line: Pick<Line, 'send' | 'refused' | 'failed'>,
  ) {}

  /** `size` is the packet's, in bytes. Throws ProtocolError. */
  publish(packet: IPublishPacket, size: number, now: Instant): void {
    if (packet.properties?.topicAlias !== undefined) {
      throw new ProtocolError('malformed', REASON.topicAliasInvalid, 'a topic alias');
    }
    if (!isTopicName(packet.topic)) throw malformed('a message with an unusable topic');
    if (packet.qos > 0 && !packet.messageId) throw malformed('a message without packet id');
    const again = packet.qos === 2 ? this.session.received.get(packet.messageId ?? 0) : undefined;
    if (again !== undefined) return this.#acknowledge(packet, again, REASON.success);
    if (isBridgeNotification(packet.topic)) {
      return this.#acknowledge(packet, Promise.resolve(), REASON.success);
    }
    const topic = ownUpTopic(this.session.gateway, packet.topic);
    if (topic === undefined) return this.#refuse(packet);
    const message = this.#message(packet, topic, now);
    const committed = this.session.hand(message, size);
    if (packet.qos === 0) committed.catch((error: unknown) => this.line.failed(error));
    this.#acknowledge(packet, committed, message.cut ? REASON.implementationSpecific : REASON.success);
  }

  /** PUBREL: the gateway knows that its message has arrived, and its packet id is free again. */
  release(id: number): void {
    const known = this.session.received.delete(id);
    const reasonCode = known ? REASON.success : REASON.packetIdentifierNotFound;
    this.line.send({ cmd: 'pubcomp', messageId: id, ...(this.version === 5 ? { reasonCode } : {}) });
  }

  #acknowledge(packet: IPublishPacket, committed: Promise<void>, code: number): void {
    const { messageId, qos } = packet;
    if (qos === 0 || messageId === undefined) return;
    const failed = this.version === 5 && code >= REASON.unspecified;
    // A refused QoS 2 message needs no release: its id is free at once (MQTT 5, 4.3.3).
    if (qos === 2 && !failed) this.session.received.set(messageId, committed);
    this.#acks.add(packed(messageId, qos, code), committed);
  }

  #send(ack: number): void {
    const code = ack >> CODE_AT;
    this.line.send({
      cmd: (ack & QOS_2) === 0 ? 'puback' : 'pubrec',
      messageId: ack & MESSAGE_ID,
      ...(this.version === 5 ? { reasonCode: code } : {}),
    });
  }

  #fail(acks: readonly number[], error: unknown): void {
    for (const ack of acks) this.session.received.delete(ack & MESSAGE_ID);
    this.line.failed(error);
  }

  #refuse(packet: IPublishPacket): void {
    const detail = `message on ${packet.topic.slice(0, 180)}`;
    if (this.version !== 5) throw new ProtocolError('foreign-topic', REASON.notAuthorized, detail);
    this.line.refused('foreign-topic', detail);
    this.#acknowledge(packet, Promise.resolve(), REASON.notAuthorized);
  }

  #message(packet: IPublishPacket, topic: string, now: Instant): InboundMessage {
    const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload);
    const { qos, retain, dup } = packet;
    const message = { gateway: this.session.gateway, topic, payload, qos, retain, dup, receivedAt: now };
    if (payload.length <= this.context.limits.payloadBytes) return message;
    const sha256 = createHash('sha256').update(payload).digest('hex');
    // A copy, so that the few bytes kept do not keep the large buffer.
    const head = Buffer.from(payload.subarray(0, KEPT_OF_CUT));
    return { ...message, payload: head, cut: { size: payload.length, sha256 } };
  }
}
