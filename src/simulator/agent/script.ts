import type { Instant } from '../../lib/domain/time';

/** Something that a gateway does, some time after what it did before; `online`: not before it is connected. */
export interface Stage {
  afterMs: number;
  online?: boolean;
  act(): void;
}

/** Does stages one after the other, as a clock says that goes on from outside. */
export class Script {
  #stages: Stage[];
  #due: Instant;

  constructor(stages: readonly Stage[], now: Instant) {
    this.#stages = [...stages];
    this.#due = now + (this.#stages[0]?.afterMs ?? 0);
  }

  get isOver(): boolean {
    return this.#stages.length === 0;
  }

  /** Does what is due. A stage may end the whole by `drop`. */
  tick(now: Instant, online: boolean): void {
    for (;;) {
      const [next] = this.#stages;
      if (next === undefined) return;
      if (next.online && !online) {
        // It counts from the connection on.
        this.#due = now + next.afterMs;
        return;
      }
      if (now < this.#due) return;
      this.#stages.shift();
      next.act();
      this.#due = now + (this.#stages[0]?.afterMs ?? 0);
    }
  }

  drop(): void {
    this.#stages = [];
  }
}
