import { createContext, untrack } from 'svelte';

/** Silence after which the whole page is hatched, when no screen says that its values come more slowly. */
const DEFAULT_INTERVAL_MS = 5_000;

/**
 * What the frame and the screen in it tell one another. `now` is the server's time, moved once a second:
 * everything that shows an age or a clock reads it, so that all of them change together.
 */
export class FrameState {
  readonly timeZone: string;
  readonly #serverNow: () => number;
  #now = $state(0);
  #shown = $state.raw<readonly { intervalMs: number }[]>([]);

  constructor(timeZone: string, serverNow: () => number) {
    this.timeZone = timeZone;
    this.#serverNow = serverNow;
    this.#now = serverNow();
  }

  /** Server time in ms, whole seconds apart. */
  get now(): number {
    return this.#now;
  }

  /** Slowest interval of what is on the screen, in ms. */
  get slowestIntervalMs(): number {
    const intervals = this.#shown.map(({ intervalMs }) => intervalMs);
    return intervals.length === 0 ? DEFAULT_INTERVAL_MS : Math.max(...intervals);
  }

  /** A screen says how slowly its values come; returns how to take that back. */
  shows(intervalMs: number): () => void {
    const own = { intervalMs };
    // Called from effects, which must not run again because of what they say themselves.
    untrack(() => (this.#shown = [...this.#shown, own]));
    return () => {
      untrack(() => (this.#shown = this.#shown.filter((other) => other !== own)));
    };
  }

  /** Moves `now` once a second, shortly after the server's second has changed; returns how to stop. */
  start(): () => void {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const now = this.#serverNow();
      this.#now = now;
      timer = setTimeout(tick, 1_000 - (now % 1_000) + 10);
    };
    tick();
    return () => clearTimeout(timer);
  }
}

export const [getFrame, setFrame] = createContext<FrameState>();
