import type { Instant } from '../../domain/time';

/** A frame that was not acknowledged for this long closes the gate. */
export const ACKNOWLEDGE_MS = 1_000;
/** As do this many frames on their way at once: a second and more of the fastest views. */
export const MOST_UNDER_WAY = 32;
/** Packets that the transport has not taken yet. */
export const MOST_BUFFERED = 8;
/** A gate that stays closed this long ends the connection. */
export const TOO_SLOW_MS = 60_000;

/**
 * Whether one client takes in what it is sent. Frames are numbered and acknowledged; a client that falls
 * behind gets none until it has caught up, so that nothing queues for it without bound and nobody waits.
 */
export class SlowGate {
  /** Frames on their way, oldest first. */
  readonly #underWay: { frame: number; at: Instant }[] = [];
  #closedSince: Instant | undefined;

  get closedSince(): Instant | undefined {
    return this.#closedSince;
  }

  sent(frame: number, at: Instant): void {
    this.#underWay.push({ frame, at });
  }

  /** The client has taken in every frame up to this one. */
  received(frame: number): void {
    const last = this.#underWay.findIndex((sent) => sent.frame === frame);
    this.#underWay.splice(0, last + 1);
  }

  /** Judges anew; `opened` means that the client missed frames and needs the whole view. */
  judge(now: Instant, buffered: number): 'open' | 'closed' | 'opened' {
    if (this.#closedSince === undefined) {
      const oldest = this.#underWay[0];
      const isBehind =
        (oldest !== undefined && now - oldest.at > ACKNOWLEDGE_MS) ||
        this.#underWay.length >= MOST_UNDER_WAY ||
        buffered > MOST_BUFFERED;
      if (!isBehind) return 'open';
      this.#closedSince = now;
      return 'closed';
    }
    if (this.#underWay.length > 0 || buffered > 0) return 'closed';
    this.#closedSince = undefined;
    return 'opened';
  }

  isTooSlow(now: Instant, limitMs: number = TOO_SLOW_MS): boolean {
    return this.#closedSince !== undefined && now - this.#closedSince > limitMs;
  }
}
