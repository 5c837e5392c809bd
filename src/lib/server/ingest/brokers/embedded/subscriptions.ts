import type {
  ISubackPacket,
  ISubscribePacket,
  ISubscription,
  IUnsubackPacket,
  IUnsubscribePacket,
} from 'mqtt-packet';
import { downBranch, isOwnDownFilter, isTopicFilter } from '../topics';
import type { Outgoing } from './outbound';
import type { ProtocolVersion } from './packet-codec';
import { malformed, outOfOrder, ProtocolError, REASON } from './protocol-error';
import type { GatewaySession } from './session';

/** What SUBACK says of a refused filter in versions that give no reasons. */
const FAILURE = 0x80;

interface Subscribed {
  answer: ISubackPacket;
  /** Retained messages that the new subscriptions are to receive, after the answer. */
  retained: Outgoing[];
  /** Filters that reach beyond the gateway's own `down/`. */
  foreign: string[];
}

/** Takes subscriptions into the session; only those below the gateway's own `down/`. Throws ProtocolError. */
export function subscribe(
  session: GatewaySession,
  packet: ISubscribePacket,
  version: ProtocolVersion,
  most: number,
): Subscribed {
  const messageId = packetId(packet.messageId);
  if (packet.subscriptions.length === 0) throw outOfOrder('a subscription to nothing');
  if (packet.properties?.subscriptionIdentifier !== undefined) {
    throw new ProtocolError(
      'malformed',
      REASON.subscriptionIdentifiersNotSupported,
      'a subscription identifier',
    );
  }
  const retained: Outgoing[] = [];
  const foreign: string[] = [];
  const granted = packet.subscriptions.map((wanted) => {
    if (!isTopicFilter(wanted.topic)) throw malformed('a filter that is none');
    const refusal = whyNot(session, wanted.topic, most);
    if (refusal !== undefined) {
      if (refusal === REASON.notAuthorized) foreign.push(wanted.topic);
      return version === 5 ? refusal : FAILURE;
    }
    const qos = wanted.qos === 0 ? 0 : 1;
    if (wantsRetained(wanted, session.subscriptions.has(wanted.topic))) {
      for (const [topic, payload] of session.retainedFor(wanted.topic)) {
        retained.push({ topic: downBranch(session.gateway) + topic, payload, qos, retain: true });
      }
    }
    session.subscriptions.set(wanted.topic, { qos, retainAsPublished: wanted.rap ?? false });
    return qos;
  });
  return { answer: { cmd: 'suback', messageId, granted }, retained, foreign };
}

/** Takes subscriptions out of the session again. Throws ProtocolError. */
export function unsubscribe(session: GatewaySession, packet: IUnsubscribePacket): IUnsubackPacket {
  const messageId = packetId(packet.messageId);
  if (packet.unsubscriptions.length === 0) throw outOfOrder('an end of no subscription');
  const granted = packet.unsubscriptions.map((filter) =>
    session.subscriptions.delete(filter) ? REASON.success : REASON.noSubscriptionExisted,
  );
  return { cmd: 'unsuback', messageId, granted };
}

function whyNot(session: GatewaySession, filter: string, most: number): number | undefined {
  if (filter.startsWith('$share/')) return REASON.sharedSubscriptionsNotSupported;
  if (!isOwnDownFilter(session.gateway, filter)) return REASON.notAuthorized;
  const room = session.subscriptions.has(filter) || session.subscriptions.size < most;
  return room ? undefined : REASON.quotaExceeded;
}

/** Retain handling of MQTT 5 (3.8.3.1): 0 always, 1 for a new subscription, 2 never. */
const wantsRetained = ({ rh }: ISubscription, existed: boolean): boolean =>
  rh === 2 ? false : rh === 1 ? !existed : true;

function packetId(id: number | undefined): number {
  if (!id) throw malformed('a packet without id');
  return id;
}
