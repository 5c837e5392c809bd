import { SECOND_MS, type Instant } from '../../../../domain/time';

/** Debt that is let run up before reading pauses, so that it pauses seldom and not for a blink. */
const SHORTEST_PAUSE_MS = 50;

/**
 * Messages per second of one gateway, over the long run; a burst of one second's worth passes at once.
 * What is over the rate is paid for by a pause, never by a loss.
 */
export class TokenBucket {
  #tokens: number;
  #at: Instant | undefined;

  constructor(private readonly perSecond: number) {
    this.#tokens = perSecond;
  }

  /** Spends one token; the result is how many ms to read nothing now, most often 0. */
  spend(now: Instant): number {
    const passed = this.#at === undefined ? 0 : Math.max(0, now - this.#at);
    this.#at = now;
    this.#tokens = Math.min(this.perSecond, this.#tokens + (passed * this.perSecond) / SECOND_MS) - 1;
    const owedMs = (-this.#tokens / this.perSecond) * SECOND_MS;
    return owedMs >= SHORTEST_PAUSE_MS ? Math.ceil(owedMs) : 0;
  }
}
