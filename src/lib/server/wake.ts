import type { Clock } from './clock';

/** A wait that can be ended early; a call that comes while nobody waits ends the next wait at once. */
export interface Wake {
  now(): void;
  /** Resolves after `ms`, when woken, or when `signal` aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export function untilWoken(clock: Clock): Wake {
  let isCalled = false;
  let waiting: AbortController | undefined;
  return {
    now() {
      isCalled = true;
      waiting?.abort();
    },
    async wait(ms, signal) {
      if (!isCalled && !signal.aborted) {
        const early = new AbortController();
        const stop = () => early.abort();
        waiting = early;
        signal.addEventListener('abort', stop, { once: true });
        await clock.sleep(ms, early.signal);
        signal.removeEventListener('abort', stop);
        waiting = undefined;
      }
      isCalled = false;
    },
  };
}
