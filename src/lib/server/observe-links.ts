import type { GatewayAddresses } from './outgoing/gateway-addresses';
import type { LinkObserver } from './ingest/link-observer';
import type { RefusalJournal } from './ingest/refusal-journal';
import type { GatewayBoard } from './plant/gateway-board';

/** One ear for brokers: presence goes to the board, who was turned away to its journal. */
export const observeLinks = (
  board: GatewayBoard,
  refused: RefusalJournal,
  addresses: GatewayAddresses,
): LinkObserver => ({
  connected(gateway, link) {
    addresses.add(gateway, link.address);
    board.connected(gateway, link);
  },
  disconnected: (gateway, end) => board.disconnected(gateway, end),
  heard: (gateway, at) => board.heard(gateway, at),
  held: (gateway, window) => board.held(gateway, window),
  rateLimited: (gateway, isLimited) => board.rateLimited(gateway, isLimited),
  refused: (refusal) => refused.add(refusal),
});
