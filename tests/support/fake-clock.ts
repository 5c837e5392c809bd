import type { Clock } from '../../src/lib/server/clock';

interface Sleeper {
  at: number;
  wake: () => void;
}

/** A clock whose hands only move when a test turns them. */
export class FakeClock implements Clock {
  #now: number;
  #sleepers: Sleeper[] = [];

  constructor(now = Date.UTC(2026, 10, 20, 9, 0, 0)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        signal?.removeEventListener('abort', done);
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        resolve();
      };
      const sleeper: Sleeper = { at: this.#now + ms, wake: done };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  /** How many wait for the hands to move. */
  get sleepers(): number {
    return this.#sleepers.length;
  }

  /** Moves the hands on, waking sleepers in their order and letting each run before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#sleepers.filter((s) => s.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next.at);
      next.wake();
      await settled();
    }
    this.#now = end;
    await settled();
  }

  /** Sets the hands without waking anybody, as a machine whose time was corrected. */
  jump(to: number): void {
    this.#now = to;
  }
}

/** Lets pending promise reactions and immediate callbacks run. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
