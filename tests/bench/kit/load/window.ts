/** Packet identifiers of a connection: as many as may be in flight at once, numbered from 1. */
export class InFlightWindow {
  readonly #size: number;
  readonly #free: number[];
  /** When each was taken; NaN while it is free. */
  readonly #takenAt: Float64Array;

  constructor(size: number) {
    this.#size = size;
    this.#free = Array.from({ length: size }, (_, i) => size - i);
    this.#takenAt = new Float64Array(size + 1).fill(NaN);
  }

  /** How many more may be sent now. */
  get room(): number {
    return this.#free.length;
  }

  get inFlight(): number {
    return this.#size - this.#free.length;
  }

  take(now: number): number {
    const identifier = this.#free.pop();
    if (identifier === undefined) throw new Error('the window is full');
    this.#takenAt[identifier] = now;
    return identifier;
  }

  /** Gives one back; returns how long it was taken. Throws for one that nobody took. */
  give(identifier: number, now: number): number {
    const takenFor = now - (this.#takenAt[identifier] ?? NaN);
    if (Number.isNaN(takenFor)) throw new Error(`packet ${identifier} was acknowledged and is not in flight`);
    this.#takenAt[identifier] = NaN;
    this.#free.push(identifier);
    return takenFor;
  }
}
