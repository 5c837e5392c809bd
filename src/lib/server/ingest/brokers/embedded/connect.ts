import type { IConnackPacket, IConnectPacket } from 'mqtt-packet';
import type { GatewayId } from '../../../../domain/ids';
import { SECOND_MS } from '../../../../domain/time';
import type { BrokerLimits } from './limits';
import type { ProtocolVersion } from './packet-codec';
import { outOfOrder, ProtocolError, REASON } from './protocol-error';
import { readWill, type Will } from './will';

/** The longest a topic, its properties and the header may add to a payload. */
const OVERHEAD_BYTES = 66_000;
const NEVER_EXPIRES = 0xffff_ffff;

/** What a CONNECT packet asks for, after it was found to be allowed. */
export interface Admission {
  version: ProtocolVersion;
  /** Begin without what an earlier session left. */
  clean: boolean;
  /** How long the session outlives the connection; undefined for good. */
  keepSessionMs: number | undefined;
  /** 0 means that the gateway promises nothing. */
  keepAliveMs: number;
  will: Will | undefined;
  /** Unacknowledged messages the gateway takes at once, where it says so. */
  receiveMaximum: number | undefined;
  /** It named no client id and is told its own. */
  assigned: boolean;
}

/**
 * Judges a CONNECT packet of a proven gateway. The client id is the gateway's name, or left empty for us
 * to fill in; user name and password prove nothing here and are not looked at. Throws ProtocolError.
 */
export function admit(gateway: GatewayId, packet: IConnectPacket): Admission {
  const version = packet.protocolVersion ?? 4;
  const clean = packet.clean ?? true;
  if (packet.properties?.authenticationMethod !== undefined) {
    throw new ProtocolError(
      'malformed',
      REASON.badAuthenticationMethod,
      'extended authentication is not offered',
    );
  }
  const assigned = packet.clientId === '' && (clean || version === 5);
  if (!assigned && packet.clientId !== gateway) {
    throw new ProtocolError(
      'foreign-client-id',
      REASON.clientIdentifierNotValid,
      `client id "${packet.clientId.slice(0, 150)}"`,
    );
  }
  if (packet.properties?.receiveMaximum === 0) throw outOfOrder('a receive maximum of 0');
  return {
    version,
    clean,
    keepSessionMs: version === 5 ? expiry(packet.properties?.sessionExpiryInterval) : clean ? 0 : undefined,
    keepAliveMs: (packet.keepalive ?? 0) * SECOND_MS,
    will: readWill(gateway, packet),
    receiveMaximum: packet.properties?.receiveMaximum,
    assigned,
  };
}

/** Seconds in a packet of MQTT 5 as ms to keep a session; undefined keeps it for good. */
export const expiry = (seconds: number | undefined): number | undefined =>
  seconds === NEVER_EXPIRES ? undefined : (seconds ?? 0) * SECOND_MS;

/** The answer to an admitted CONNECT; MQTT 5 is told what is not offered. */
export function welcome(
  gateway: GatewayId,
  admission: Admission,
  sessionPresent: boolean,
  limits: BrokerLimits,
): IConnackPacket {
  if (admission.version !== 5) return { cmd: 'connack', returnCode: 0, sessionPresent };
  return {
    cmd: 'connack',
    reasonCode: REASON.success,
    sessionPresent,
    properties: {
      receiveMaximum: Math.min(limits.windowMessages, 65_535),
      maximumPacketSize: limits.payloadBytes + OVERHEAD_BYTES,
      topicAliasMaximum: 0,
      sharedSubscriptionAvailable: false,
      subscriptionIdentifiersAvailable: false,
      ...(admission.assigned ? { assignedClientIdentifier: gateway } : {}),
    },
  };
}

/** Return codes of MQTT 3.1.1 (section 3.2.2.3) for the reasons that it has words for. */
const RETURN_CODES: Partial<Record<number, number>> = {
  [REASON.clientIdentifierNotValid]: 2,
  [REASON.notAuthorized]: 5,
  [REASON.badAuthenticationMethod]: 5,
};

/** The answer to a CONNECT that is turned away; undefined where the version has none but to hang up. */
export function rejection(version: ProtocolVersion, code: number): IConnackPacket | undefined {
  if (version === 5) return { cmd: 'connack', reasonCode: code, sessionPresent: false };
  const returnCode = RETURN_CODES[code];
  return returnCode === undefined ? undefined : { cmd: 'connack', returnCode, sessionPresent: false };
}
