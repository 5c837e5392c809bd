/** One MQTT message on its way to the broker. */
export interface Message {
  topic: string;
  payload: string;
  retain: boolean;
}

/**
 * Store and forward: what could not be sent waits here in order, with the times it was measured at. It is
 * bounded, and what falls out of it is the oldest, as in a gateway whose disk buffer is full.
 */
export class Outbox {
  readonly capacity: number;
  #ring: (Message | undefined)[];
  #head = 0;
  #length = 0;
  #dropped = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#ring = new Array<Message | undefined>(Math.min(capacity, 64)).fill(undefined);
  }

  get length(): number {
    return this.#length;
  }

  /** Messages that were lost because the buffer was full. */
  get dropped(): number {
    return this.#dropped;
  }

  push(message: Message): void {
    if (this.#length === this.capacity) {
      this.shift();
      this.#dropped++;
    }
    this.#room();
    this.#ring[(this.#head + this.#length) % this.#ring.length] = message;
    this.#length++;
  }

  shift(): Message | undefined {
    if (this.#length === 0) return undefined;
    const message = this.#ring[this.#head];
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) % this.#ring.length;
    this.#length--;
    return message;
  }

  /** Puts back what was sent and never acknowledged, in front and in its order; keeps the newest if full. */
  putBack(messages: readonly Message[]): void {
    for (let i = messages.length - 1; i >= 0; i--) {
      const message = messages[i];
      if (message === undefined) continue;
      if (this.#length === this.capacity) {
        this.#dropped += i + 1;
        return;
      }
      this.#room();
      this.#head = (this.#head - 1 + this.#ring.length) % this.#ring.length;
      this.#ring[this.#head] = message;
      this.#length++;
    }
  }

  /** Doubles the ring when it is full, up to the capacity. */
  #room(): void {
    const size = this.#ring.length;
    if (this.#length < size) return;
    const grown = new Array<Message | undefined>(Math.min(this.capacity, size * 2)).fill(undefined);
    for (let i = 0; i < this.#length; i++) grown[i] = this.#ring[(this.#head + i) % size];
    this.#ring = grown;
    this.#head = 0;
  }
}
