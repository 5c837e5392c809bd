import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import type { Database } from './database';
import { claimMinutes, summariseClaimedMinutes, summariseHours } from './rollup-store';
import { isTransient } from './transient';

const EVERY_MS = 5_000;
/** A minute is left alone for so long after its end: most of what is late is late by less. */
const SETTLE_MS = 5_000;

/**
 * Keeps the summaries of 10 seconds, minutes and hours current. What comes late marks its minute anew,
 * and the minute is summarised again as a whole.
 *
 *   sample written -> minute dirty -> claimed -> summarised, hour dirty -> hour summarised
 */
export class Rollup implements Service {
  readonly name = 'rollup';
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #log: Logger;

  constructor({ db, clock, log }: { db: Database; clock: Clock; log: Logger }) {
    this.#db = db;
    this.#clock = clock;
    this.#log = log;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.round(signal);
      } catch (error) {
        if (!isTransient(error)) throw error;
        this.#log.debug({ event: 'rollup.postponed', err: error }, 'summaries are made later');
      }
      await this.#clock.sleep(EVERY_MS, signal);
    }
  }

  /** Summarises everything that is due now; also what a crash left half done. */
  async round(signal?: AbortSignal): Promise<void> {
    const closedBefore = this.#clock.now() - SETTLE_MS;
    const goOn = () => signal?.aborted !== true;
    do {
      while (goOn() && (await summariseClaimedMinutes(this.#db)) > 0);
    } while (goOn() && (await claimMinutes(this.#db, closedBefore)) > 0);
    while (goOn() && (await summariseHours(this.#db, closedBefore)) > 0);
  }
}
