import type { Instant } from '../../domain/time';

/** Allows `perSecond` in the long run and `burst` at once. */
export class TokenBucket {
  #tokens: number;
  #at: Instant | undefined;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
  ) {
    this.#tokens = burst;
  }

  take(now: Instant): boolean {
    const elapsedMs = Math.max(0, now - (this.#at ?? now));
    this.#at = now;
    this.#tokens = Math.min(this.burst, this.#tokens + (elapsedMs / 1_000) * this.perSecond);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
