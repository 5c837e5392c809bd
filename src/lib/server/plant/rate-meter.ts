import { SECOND_MS, type Instant } from '../../domain/time';

const SECONDS = 6;

/** Messages per second over the last five whole seconds. */
export class RateMeter {
  readonly #counts = new Uint32Array(SECONDS);
  #second = 0;

  count(at: Instant): void {
    this.#moveTo(at);
    const slot = this.#second % SECONDS;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }

  perSecond(now: Instant): number {
    this.#moveTo(now);
    const current = this.#second % SECONDS;
    const whole = this.#counts.reduce((sum, count, slot) => (slot === current ? sum : sum + count), 0);
    return whole / (SECONDS - 1);
  }

  #moveTo(at: Instant): void {
    const second = Math.floor(at / SECOND_MS);
    // A second long gone means that our own clock was set back: begin anew.
    const passed = second < this.#second - 1 ? SECONDS : Math.min(SECONDS, second - this.#second);
    for (let i = 1; i <= passed; i += 1) this.#counts[(second - passed + i) % SECONDS] = 0;
    if (passed > 0) this.#second = second;
  }
}
