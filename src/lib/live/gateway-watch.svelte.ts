import type { GatewayId } from '$lib/domain/ids';
import type { GatewayHealth, Gateways } from '$lib/protocol/down';
import type { View } from '$lib/protocol/views';
import { Board, type BoardContext } from './board.svelte';

/** One gateway in focus. */
export class GatewayWatch extends Board<View & { type: 'gateway' }> {
  /** Link, rate, window, clock, certificate; once a second. Undefined until the first came. */
  health = $state.raw<GatewayHealth | undefined>(undefined);

  constructor(gateway: GatewayId, context: BoardContext) {
    super({ type: 'gateway', gateway }, context);
  }

  override applyGateways(message: Gateways): void {
    this.health = message.gateways.find((gateway) => gateway.id === this.view.gateway);
    this.problem = undefined;
    this.loaded = true;
  }

  override clear(): void {
    super.clear();
    this.health = undefined;
  }
}
