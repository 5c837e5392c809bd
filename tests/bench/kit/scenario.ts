/** One measured number, and what it has to reach where it has to reach something. */
export interface Figure {
  name: string;
  /** NaN when it could not be measured, which misses every limit. */
  value: number;
  unit: string;
  limit?: { most: number } | { least: number };
  /** How it was measured; the runs behind a median. */
  detail?: string;
}

/** One question to the program, with everything it takes to answer it. */
export interface Scenario {
  /** As on the command line and in the name of its result file. */
  name: string;
  /** One line: what load, who watches. */
  title: string;
  /** Starts and stops everything itself. Throws when it could not be measured. */
  run(context: BenchContext): Promise<Figure[]>;
}

export interface BenchContext {
  /** Length of a measured window. */
  seconds: number;
  /** How often to measure what is then the median. */
  runs: number;
  /** Tells whoever waits what goes on. */
  say(text: string): void;
  /** Aborts when the bench is to stop: a scenario then throws, soon, and leaves nothing running. */
  signal: AbortSignal;
}

/** Waits; throws when the bench is to stop. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new Error('interrupted'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
