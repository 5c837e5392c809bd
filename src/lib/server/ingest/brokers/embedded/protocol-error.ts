import type { RefusalKind } from '../../link-observer';

/**
 * Reason codes of MQTT 5 (section 2.4) that we send. Earlier versions know only the handful that
 * `connect.ts` translates; for everything else their connection is closed.
 */
export const REASON = {
  success: 0x00,
  disconnectWithWill: 0x04,
  noSubscriptionExisted: 0x11,
  unspecified: 0x80,
  malformedPacket: 0x81,
  protocolError: 0x82,
  implementationSpecific: 0x83,
  clientIdentifierNotValid: 0x85,
  notAuthorized: 0x87,
  serverShuttingDown: 0x8b,
  badAuthenticationMethod: 0x8c,
  keepAliveTimeout: 0x8d,
  sessionTakenOver: 0x8e,
  packetIdentifierNotFound: 0x92,
  topicAliasInvalid: 0x94,
  packetTooLarge: 0x95,
  quotaExceeded: 0x97,
  administrativeAction: 0x98,
  sharedSubscriptionsNotSupported: 0x9e,
  subscriptionIdentifiersNotSupported: 0xa1,
} as const;

/** The other side broke the protocol or a rule of ours, and its connection ends for it. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';

  constructor(
    readonly kind: RefusalKind,
    readonly code: number,
    detail: string,
  ) {
    super(detail);
  }
}

/** Bytes that are no MQTT. */
export const malformed = (detail: string): ProtocolError =>
  new ProtocolError('malformed', REASON.malformedPacket, detail);

/** MQTT, but not allowed at this point. */
export const outOfOrder = (detail: string): ProtocolError =>
  new ProtocolError('malformed', REASON.protocolError, detail);
