import type { Arrival } from '../../domain/telemetry/arrival';
import { isLater } from '../../domain/telemetry/order';
import { SIGNAL_COUNT } from '../../domain/telemetry/signals';
import type { Instant } from '../../domain/time';

/** What is kept of a message that told values, in this order. */
const SOURCE = 0;
const RECEIVED = 1;
const MEASURED = 2;
const EPOCH = 3;
const WIDTH = 4;

/** Stands for "never": no message, all of its times NaN. */
const NEVER: readonly number[] = [NaN, NaN, NaN, 0];

/**
 * When the latest value of each signal of a drive was made and received. Signals that came in one message share
 * what is kept of it: nearly every drive tells all in one, and tens of thousands of them are written every
 * second, each time in other memory.
 */
export class SignalMoments {
  /** Per signal the message that told it last. */
  readonly #messageOf = new Uint8Array(SIGNAL_COUNT);
  /** One behind the other, "never" first; room for a second, because a new one is written before the old is free. */
  #messages = Float64Array.of(...NEVER, ...NEVER, ...NEVER);

  /** Device time as stated; NaN where none could be believed, or nothing ever came. */
  sourceTime(signal: number): Instant {
    return this.#of(signal, SOURCE);
  }

  /** NaN where nothing ever came. */
  receivedAt(signal: number): Instant {
    return this.#of(signal, RECEIVED);
  }

  /** Whether something that was made at `arrival` is newer than what is known of the signal. */
  isNews(signal: number, arrival: Arrival): boolean {
    const source = this.#of(signal, SOURCE);
    return isLater(arrival, source, this.#of(signal, MEASURED), this.#of(signal, EPOCH));
  }

  /** Notes a message. Until the next call, its number is what `tell` is given. */
  note({ sourceTime, measuredAt, epoch }: Arrival, receivedAt: Instant): number {
    const message = this.#unused();
    const messages = this.#messages;
    const at = WIDTH * message;
    messages[at + SOURCE] = sourceTime ?? NaN;
    messages[at + RECEIVED] = receivedAt;
    messages[at + MEASURED] = measuredAt;
    messages[at + EPOCH] = epoch;
    return message;
  }

  /** The signal was told by that message. */
  tell(signal: number, message: number): void {
    this.#messageOf[signal] = message;
  }

  /** Moves all times by our own clock back by `ms`. */
  shiftBack(ms: number): void {
    const messages = this.#messages;
    for (let at = WIDTH; at < messages.length; at += WIDTH) {
      messages[at + RECEIVED] = (messages[at + RECEIVED] ?? NaN) - ms;
      messages[at + MEASURED] = (messages[at + MEASURED] ?? NaN) - ms;
    }
  }

  #of(signal: number, what: number): number {
    return this.#messages[WIDTH * (this.#messageOf[signal] ?? 0) + what] ?? NaN;
  }

  /** A message that no signal was told by last. There are fewer signals than bits. */
  #unused(): number {
    let used = 1;
    for (let i = 0; i < SIGNAL_COUNT; i += 1) used |= 1 << (this.#messageOf[i] ?? 0);
    const unused = Math.clz32(~used & (used + 1)) ^ 31;
    if (WIDTH * unused >= this.#messages.length) {
      const more = new Float64Array(2 * this.#messages.length);
      more.set(this.#messages);
      this.#messages = more;
    }
    return unused;
  }
}
