import { createSubscriber } from 'svelte/reactivity';
import type { Draw, DrawLoop } from './draw-loop';

/** Numbers that are read change at most once a second; bars may move four times (reference: ux, section 5). */
export const DIGITS_MS = 1_000;
export const BARS_MS = 250;

/**
 * How much sooner than its turn something may be shown, as a part of the pace. What comes as regularly as it is
 * shown would otherwise be shown later each time, by the wait for the screen, until one of them is left out.
 */
const EARLY = 0.1;

/**
 * A view of something that changes faster than a person can read: whoever reads `current` is told of a
 * change at once when the last one is long enough ago, else when the pace allows it. In the long run nothing is
 * shown more often than the pace says. Nobody reading costs nothing: the value is then taken when it is asked
 * for.
 */
export class Paced<T> {
  readonly #subscribe: () => void;
  #update: (() => void) | undefined;
  #shown: T | undefined;
  /** From when on a change may be shown, by the page's steady clock. */
  #nextAt = Number.NEGATIVE_INFINITY;
  #changed = false;

  constructor(
    private readonly loop: DrawLoop,
    private readonly everyMs: number,
    private readonly take: () => T,
  ) {
    this.#subscribe = createSubscriber((update) => {
      this.#update = update;
      return () => {
        this.#update = undefined;
        this.#shown = undefined;
        this.#changed = false;
        this.loop.cancel(this.#draw);
      };
    });
  }

  get current(): T {
    this.#subscribe();
    if (this.#update === undefined) return this.take();
    return (this.#shown ??= this.take());
  }

  /** Says that the value is another one; `urgent` when its doubt is, which nobody should wait for. */
  changed(urgent = false): void {
    if (this.#update === undefined || (this.#changed && !urgent)) return;
    this.#changed = true;
    this.loop.request(this.#draw, urgent ? 0 : this.#nextAt);
  }

  readonly #draw: Draw = (now) => {
    this.#changed = false;
    const inTurn = Math.max(this.#nextAt + this.everyMs, now + this.everyMs * (1 - EARLY));
    this.#nextAt = now < this.#nextAt ? now + this.everyMs : inTurn;
    this.#shown = this.take();
    this.#update?.();
  };
}
