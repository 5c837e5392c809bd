import type { Instant } from '../../../../domain/time';
import type { HeldWindow } from '../../link-observer';

/**
 * What was read from one gateway and is not committed yet. It belongs to the gateway, not to a
 * connection: reconnecting does not widen it. Once full it opens again at half, so that reading does not
 * stop and start with every message.
 */
export class InboundWindow {
  #messages = 0;
  #bytes = 0;
  #fullSince: Instant | undefined;

  constructor(
    private readonly most: { messages: number; bytes: number },
    /** Called when it becomes full and when it opens again. */
    private readonly changed: () => void,
  ) {}

  get full(): boolean {
    return this.#fullSince !== undefined;
  }

  get state(): HeldWindow {
    return { messages: this.#messages, bytes: this.#bytes, paused: this.full, since: this.#fullSince };
  }

  take(bytes: number, now: Instant): void {
    this.#messages += 1;
    this.#bytes += bytes;
    if (this.full || (this.#messages < this.most.messages && this.#bytes < this.most.bytes)) return;
    this.#fullSince = now;
    this.changed();
  }

  release(messages: number, bytes: number): void {
    this.#messages -= messages;
    this.#bytes -= bytes;
    if (!this.full || this.#messages > this.most.messages / 2 || this.#bytes > this.most.bytes / 2) return;
    this.#fullSince = undefined;
    this.changed();
  }
}
