/** Silence of the canary after which the way of alarms is said to be dead (reference: ux, 4.3). */
export const PATH_DEAD_MS = 15_000;

interface Canary {
  number: number;
  /** When it was sent, by the server's clock. */
  sentAt: number;
}

/**
 * The canary is a real message that goes the whole way of an alarm every ten seconds. What it took to the
 * screen is measured; when none came for fifteen seconds, no alarm can be relied upon to come either.
 */
export class CanaryWatch {
  /** The last one that came through. */
  last = $state.raw<Canary | undefined>(undefined);
  /** What the last one took from its sending to the screen, in ms; undefined until one was painted. */
  latencyMs = $state.raw<number | undefined>(undefined);

  /** One that had come through before this page was there: it says that the way works, not how long it takes. */
  known({ number, sentAt }: Canary): void {
    if (this.last === undefined || this.last.number < number) this.last = { number, sentAt };
  }

  heard({ number, sentAt }: Canary): void {
    this.last = { number, sentAt };
  }

  painted(latencyMs: number): void {
    this.latencyMs = Math.max(0, latencyMs);
  }

  clear(): void {
    this.last = undefined;
    this.latencyMs = undefined;
  }

  /**
   * How the way of alarms is at that server time. `since` is when this page began to listen: before a canary
   * can have come, nothing is known.
   */
  state(now: number, since: number | undefined): 'unknown' | 'alive' | 'dead' {
    if (this.last !== undefined && now - this.last.sentAt <= PATH_DEAD_MS) return 'alive';
    const heardFrom = Math.max(this.last?.sentAt ?? 0, since ?? now);
    return now - heardFrom > PATH_DEAD_MS ? 'dead' : 'unknown';
  }
}
