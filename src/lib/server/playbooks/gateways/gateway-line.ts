import type { GatewayId } from '../../../domain/ids';
import type { GatewayPermissions } from '../../../domain/plant/gateway-operations';
import type { GatewayLink } from '../../../protocol/down';

/** The way to gateways, as far as playbooks need it; the broker and the board behind it are handed over. */
export interface GatewayLine {
  /** Hands a message to the gateway's session, or says why it may not or cannot leave (D6). */
  publishDown(
    gateway: GatewayId,
    topic: string,
    payload: Buffer,
    options: { retain: boolean },
  ): { sent: true } | { sent: false; reason: string };
  linkOf(gateway: GatewayId): GatewayLink;
  permissionsOf(gateway: GatewayId): GatewayPermissions;
}

/** There is a session: the gateway is connected, whether or not it said something lately. */
const CONNECTED: ReadonlySet<GatewayLink> = new Set(['live', 'silent', 'held']);
export const isConnected = (link: GatewayLink): boolean => CONNECTED.has(link);

export const LINK_WORDS: Readonly<Record<GatewayLink, string>> = {
  live: 'is live',
  silent: 'is connected and silent',
  held: 'is connected and held by our database',
  offline: 'is offline',
  never: 'has never connected',
  revoked: 'is revoked',
};

/** Why something did not leave, as a sentence goes on after the gateway's name. */
const REFUSAL_WORDS: Readonly<Record<string, string>> = {
  'no-session': 'is not connected',
  'not-subscribed': 'is connected but does not listen for commands',
  'queue-full': 'does not take the commands that wait for it already',
  'not-permitted': 'is not permitted to be asked for this',
};
export const refusalWords = (reason: string): string => REFUSAL_WORDS[reason] ?? `cannot be asked: ${reason}`;
