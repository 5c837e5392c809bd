import { setMaxListeners } from 'node:events';
import type { Clock } from './clock';
import type { Logger } from './log';
import type { Service } from './service';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A service that worked this long begins again with the shortest pause. */
const SETTLED_MS = 60_000;

/** Runs services until it is stopped; one that fails starts again after a growing pause and is logged once per failure. */
export class ServiceRunner {
  readonly #abort = new AbortController();
  readonly #running: Promise<void>[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {
    // Every service listens, and some several times: many listeners are no leak here.
    setMaxListeners(0, this.#abort.signal);
  }

  start(service: Service): void {
    this.#running.push(this.#keepRunning(service));
  }

  /** Asks all services to end and waits for them. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await Promise.all(this.#running);
  }

  async #keepRunning(service: Service): Promise<void> {
    const { signal } = this.#abort;
    let pauseMs = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      const startedAt = this.clock.now();
      try {
        await service.run(signal);
        if (!signal.aborted) this.log.warn({ service: service.name }, 'service ended by itself');
      } catch (error) {
        this.log.error({ service: service.name, err: error, pauseMs }, 'service failed, starting it again');
      }
      if (signal.aborted) return;
      if (this.clock.now() - startedAt > SETTLED_MS) pauseMs = FIRST_PAUSE_MS;
      await this.clock.sleep(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }
}
