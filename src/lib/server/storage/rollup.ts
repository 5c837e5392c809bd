import { MINUTE_MS } from '../../domain/time';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import type { Database } from './database';
import { claimFoundMinutes, moveFrontier } from './rollup-frontier';
import { summariseClaimedMinutes, summariseHours } from './rollup-store';
import { isTransient } from './transient';

/** A minute is left alone for so long after its end: most of what is late is late by less. */
const SETTLE_MS = 5_000;
/** After a round that somebody was in the way of. */
const RETRY_MS = 5_000;
/** After each piece of work so many times as long is left to others ... */
const REST_FACTOR = 3;
/** ... for a moment at most, and unless that takes so much of a minute that the next one would have to wait. */
const LONGEST_REST_MS = 2_000;
const SPREAD_MS = 40_000;

/**
 * Keeps the summaries of 10 seconds, minutes and hours current: once a minute, as soon as the one before has
 * settled. What comes late marks its minute, and the minute is summarised again as a whole.
 *
 *   sample written -> frontier passes -> found and claimed -> summarised, hour dirty -> hour summarised
 *   late sample written -> minute dirty -> claimed -> ...
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
    const clock = this.#clock;
    while (!signal.aborted) {
      const begun = clock.now();
      const rest = async (workedMs: number) => {
        const restMs = Math.min(LONGEST_REST_MS, Math.max(0, REST_FACTOR * workedMs));
        if (clock.now() - begun < SPREAD_MS) await clock.sleep(restMs, signal);
      };
      let nextAt = untilMinuteEnds(begun - SETTLE_MS) + begun;
      try {
        await this.round(signal, rest);
      } catch (error) {
        if (!isTransient(error)) throw error;
        this.#log.debug({ event: 'rollup.postponed', err: error }, 'summaries are made later');
        nextAt = clock.now() + RETRY_MS;
      }
      // A minute at most: the clock may have been set back meanwhile.
      await clock.sleep(Math.min(MINUTE_MS, Math.max(0, nextAt - clock.now())), signal);
    }
  }

  /**
   * Summarises everything that is due now; also what a crash left half done. `rest` is called between two
   * pieces of work with what the last one took, in ms, so that a plant's minute is not one burst.
   */
  async round(signal?: AbortSignal, rest?: (workedMs: number) => Promise<void>): Promise<void> {
    const closedBefore = this.#clock.now() - SETTLE_MS;
    const isOver = () => signal?.aborted === true;
    const all = async (piece: () => Promise<number>) => {
      while (!isOver()) {
        const begun = this.#clock.now();
        if ((await piece()) === 0) return;
        await rest?.(this.#clock.now() - begun);
      }
    };
    const minutes = () => all(() => summariseClaimedMinutes(this.#db));
    await minutes();
    while (!isOver()) {
      const marked = await moveFrontier(this.#db, closedBefore);
      const found = await claimFoundMinutes(this.#db, signal);
      if (marked + found === 0) break;
      await minutes();
    }
    await all(() => summariseHours(this.#db, closedBefore));
  }
}

const untilMinuteEnds = (at: number): number => MINUTE_MS - (((at % MINUTE_MS) + MINUTE_MS) % MINUTE_MS);
