import type { Instant } from '../../domain/time';
import type { Clock } from '../clock';

interface LeadingEdgeOptions {
  clock: Clock;
  /** Shortest time between two sendings, in ms. */
  everyMs(): number;
  /** Sends what is new; false when there was nothing. */
  send(now: Instant): boolean;
}

/**
 * Sends news as soon as they come, but no more often than is good: the first at once, together with all that
 * comes in the same turn of the process, later ones when the time since the last sending is over.
 */
export class LeadingEdge {
  readonly #options: LeadingEdgeOptions;
  readonly #stopping = new AbortController();
  #sentAt = Number.NEGATIVE_INFINITY;
  #isPending = false;

  constructor(options: LeadingEdgeOptions) {
    this.#options = options;
  }

  /** There may be something new. */
  request(): void {
    if (this.#isPending || this.#stopping.signal.aborted) return;
    this.#isPending = true;
    const { clock, everyMs } = this.#options;
    const every = everyMs();
    // A clock that was set back makes nobody wait longer than that.
    const wait = Math.min(every, this.#sentAt + every - clock.now());
    if (wait > 0) void clock.sleep(wait, this.#stopping.signal).then(this.#send);
    else setImmediate(this.#send);
  }

  stop(): void {
    this.#stopping.abort();
  }

  readonly #send = (): void => {
    this.#isPending = false;
    if (this.#stopping.signal.aborted) return;
    const now = this.#options.clock.now();
    if (this.#options.send(now)) this.#sentAt = now;
  };
}
