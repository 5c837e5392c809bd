/** Something that wants to be drawn. */
export type Draw = (steadyNow: number) => void;

/** What is due later than this waits for a timer, so that frames are not spent on waiting. */
const SOON_MS = 20;

/**
 * The page's one animation loop. What changed asks for a drawing; at the next animation frame, or the first
 * one after a given time, each is drawn once, however often it asked. The loop rests while nothing is due,
 * and a hidden tab draws nothing at all: requests wait, each at most once, until it is seen again.
 */
export class DrawLoop {
  /** What waits, and from when on it may be drawn, by the page's steady clock. */
  readonly #due = new Map<Draw, number>();
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  request(draw: Draw, at = 0): void {
    const known = this.#due.get(draw);
    if (known !== undefined && known <= at) return;
    this.#due.set(draw, at);
    this.#wakeAt(at);
  }

  cancel(draw: Draw): void {
    this.#due.delete(draw);
  }

  stop(): void {
    if (this.#frame !== 0) cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#clearTimer();
    this.#due.clear();
  }

  #wakeAt(at: number): void {
    // On the server nothing is drawn, and nothing waits for it.
    if (this.#frame !== 0 || typeof requestAnimationFrame === 'undefined') return;
    const wait = at - performance.now();
    if (wait <= SOON_MS) {
      this.#clearTimer();
      this.#frame = requestAnimationFrame(() => this.#draw());
    } else if (at < this.#timerAt) {
      this.#clearTimer();
      this.#timerAt = at;
      this.#timer = setTimeout(() => {
        this.#clearTimer();
        this.#wakeAt(0);
      }, wait);
    }
  }

  #draw(): void {
    this.#frame = 0;
    const now = performance.now();
    let next = Number.POSITIVE_INFINITY;
    for (const [draw, at] of [...this.#due]) {
      if (at > now) next = Math.min(next, at);
      else if (this.#due.delete(draw)) draw(now);
    }
    if (next !== Number.POSITIVE_INFINITY) this.#wakeAt(next);
  }

  #clearTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#timerAt = Number.POSITIVE_INFINITY;
  }
}
