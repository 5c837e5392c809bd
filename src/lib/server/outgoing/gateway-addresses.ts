import type { GatewayId } from '../../domain/ids';
import { withoutMapping } from './address-guard';

/** Addresses of one gateway that are remembered: those on mobile networks change theirs. */
const PER_GATEWAY = 8;

/** From where gateways connected since the start: places that nothing of ours may call. */
export class GatewayAddresses {
  readonly #of = new Map<GatewayId, Set<string>>();

  add(gateway: GatewayId, address: string): void {
    const known = this.#of.get(gateway) ?? new Set();
    this.#of.set(gateway, known);
    known.add(withoutMapping(address));
    const [oldest] = known;
    if (known.size > PER_GATEWAY && oldest !== undefined) known.delete(oldest);
  }

  known(): ReadonlySet<string> {
    return new Set([...this.#of.values()].flatMap((addresses) => [...addresses]));
  }
}
