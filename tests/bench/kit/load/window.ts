/** Packet identifiers of a connection: as many as may be in flight at once, numbered from 1. */
export class InFlightWindow {
  readonly #size: number;
  readonly #free: number[];
  /** When the message of each was due; NaN while it is free. */
  readonly #dueAt: Float64Array;

  constructor(size: number) {
    this.#size = size;
    this.#free = Array.from({ length: size }, (_, i) => size - i);
    this.#dueAt = new Float64Array(size + 1).fill(NaN);
  }

  /** How many more may be sent now. */
  get room(): number {
    return this.#free.length;
  }

  get inFlight(): number {
    return this.#size - this.#free.length;
  }

  /** For a message that was due at `due`. */
  take(due: number): number {
    const identifier = this.#free.pop();
    if (identifier === undefined) throw new Error('the window is full');
    this.#dueAt[identifier] = due;
    return identifier;
  }

  /** Gives one back; returns how long ago its message was due. Throws for one that nobody took. */
  give(identifier: number, now: number): number {
    const sinceDue = now - (this.#dueAt[identifier] ?? NaN);
    if (Number.isNaN(sinceDue)) throw new Error(`packet ${identifier} was acknowledged and is not in flight`);
    this.#dueAt[identifier] = NaN;
    this.#free.push(identifier);
    return sinceDue;
  }
}
