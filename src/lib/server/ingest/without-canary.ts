import { CANARY } from '../../domain/alarms/canary';
import type { LinkObserver } from './link-observer';

/** The same ear, deaf to the canary: it is no gateway, and whoever counts gateways must not hear of it. */
export const withoutCanary = (links: LinkObserver): LinkObserver => ({
  connected: (gateway, link) => void (gateway === CANARY || links.connected(gateway, link)),
  disconnected: (gateway, end) => void (gateway === CANARY || links.disconnected(gateway, end)),
  heard: (gateway, at, bytes) => void (gateway === CANARY || links.heard(gateway, at, bytes)),
  held: (gateway, window) => void (gateway === CANARY || links.held(gateway, window)),
  rateLimited: (gateway, limited, at) => void (gateway === CANARY || links.rateLimited(gateway, limited, at)),
  refused: (refusal) => links.refused(refusal),
});
