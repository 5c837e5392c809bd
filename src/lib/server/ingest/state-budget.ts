import type { EntityTopicId, GatewayId } from '../../domain/ids';
import type { StateName } from '../storage/entity-state-store';

/** States (alarms, twins, commands, ...) that one gateway may have, ended ones included. */
const MAX_STATES = 20_000;

/** Bounds how many different states a gateway can make the database remember. */
export class StateBudget {
  readonly #known = new Map<GatewayId, Set<string>>();
  readonly #most: number;

  constructor(most = MAX_STATES) {
    this.#most = most;
  }

  /** Whether the state may be written: it is known already, or there is room for it. */
  admit(state: StateName): boolean {
    const names = this.#known.get(state.gateway) ?? new Set<string>();
    this.#known.set(state.gateway, names);
    const name = nameOf(state.topicId, state.channel, state.name);
    if (names.has(name)) return true;
    if (names.size >= this.#most) return false;
    names.add(name);
    return true;
  }

  /** Counts anew from what the database holds. */
  replace(states: Iterable<StateName>): void {
    this.#known.clear();
    for (const state of states) this.admit(state);
  }
}

const nameOf = (entity: EntityTopicId, channel: string, name: string): string =>
  `${entity} ${channel} ${name}`;
