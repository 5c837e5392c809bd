import { MINUTE_MS, SECOND_MS, type Instant } from '../time';

/** How far a device's clock is from ours: device time minus our time, in ms. */
export interface ClockReading {
  offsetMs: number;
  /**
   * The true offset may be this much higher: the fastest message's own delay cannot be seen, only how the
   * delays of the others scatter above it.
   */
  uncertaintyMs: number;
  /** Counts the steps of the clock; times of different epochs are comparable only when corrected. */
  epoch: number;
}

/** A change within this is delay or drift; beyond it the clock may have been set. */
const TOLERANCE_MS = 2 * SECOND_MS;
/** A step is believed when it lasted this long over this many messages, and time went on at its own pace. */
const STEP_LASTS_MS = 15 * SECOND_MS;
const STEP_MESSAGES = 5;
/** The estimate is the best of this and the previous window, so that slow drift is followed. */
const WINDOW_MS = 5 * MINUTE_MS;

/** A supposed step: where it began, and how its messages scatter. */
interface Step {
  since: Instant;
  messages: number;
  low: number;
  high: number;
}

/**
 * Estimates a clock's offset from messages that tell when they were made. No message arrives before it was
 * made, so the one that seems youngest had the least delay: the estimate is the greatest (source - receive)
 * of the last minutes.
 *
 *   within tolerance ──▶ taken into the window, any supposed step is forgotten
 *   beyond it ─────────▶ supposed step; believed when it holds at the device's own pace (new epoch)
 *
 * A backlog that is replayed after a gap looks like a clock set back, but its times run faster than ours:
 * its difference moves, so it is never believed, and the estimate from before the gap holds.
 */
export class ClockOffset {
  #best: number | undefined;
  #windowBest = -Infinity;
  #previousBest = -Infinity;
  #windowSince = -Infinity;
  #excess = 0;
  #messages = 0;
  #epoch = 0;
  #step: Step | undefined;

  /** `source` by the device's clock, `received` by ours; both in ms. */
  observe(source: Instant, received: Instant): void {
    const delta = source - received;
    // Until anything is known, a clock that agrees with ours is taken as right, and any other has to prove it.
    if (Math.abs(delta - (this.#best ?? 0)) <= TOLERANCE_MS) {
      this.#step = undefined;
      this.#take(delta, received);
    } else {
      this.#suppose(delta, received);
    }
  }

  /** `undefined` until a message was believed. */
  reading(): ClockReading | undefined {
    if (this.#best === undefined) return undefined;
    const unproven = SECOND_MS / this.#messages;
    return {
      offsetMs: Math.round(this.#best),
      uncertaintyMs: Math.round(Math.max(5, this.#excess) + unproven),
      epoch: this.#epoch,
    };
  }

  #take(delta: number, received: Instant): void {
    if (received - this.#windowSince > WINDOW_MS) {
      this.#previousBest = this.#windowBest;
      this.#windowBest = -Infinity;
      this.#windowSince = received;
    }
    this.#windowBest = Math.max(this.#windowBest, delta);
    this.#best = Math.max(this.#windowBest, this.#previousBest);
    this.#messages += 1;
    this.#excess += (this.#best - delta - this.#excess) / Math.min(this.#messages, 32);
  }

  #suppose(delta: number, received: Instant): void {
    const step = this.#step;
    const low = Math.min(step?.low ?? delta, delta);
    const high = Math.max(step?.high ?? delta, delta);
    if (step === undefined || high - low > TOLERANCE_MS || received < step.since) {
      this.#step = { since: received, messages: 1, low: delta, high: delta };
      return;
    }
    this.#step = { since: step.since, messages: step.messages + 1, low, high };
    if (this.#step.messages >= STEP_MESSAGES && received - step.since >= STEP_LASTS_MS)
      this.#believe(high, received);
  }

  #believe(delta: number, received: Instant): void {
    this.#step = undefined;
    this.#epoch += 1;
    this.#windowBest = -Infinity;
    this.#previousBest = -Infinity;
    this.#windowSince = received;
    this.#excess = 0;
    this.#messages = 0;
    this.#take(delta, received);
  }
}
