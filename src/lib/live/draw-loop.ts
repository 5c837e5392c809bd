/** Something that wants to be drawn; returns the steady time at which it wants to be asked again, or undefined. */
export type Draw = (steadyNow: number) => number | undefined;

/**
 * The page's one animation loop. What changed asks for a drawing; at the next animation frame each is drawn
 * once, however often it asked. The loop rests while nothing is due, and a hidden tab draws nothing at all:
 * requests wait, each at most once, until it is seen again.
 */
export class DrawLoop {
  readonly #due = new Map<Draw, number>();
  #requested = 0;

  /** Draws at the next frame, or at the first one after `at`. */
  request(draw: Draw, at = 0): void {
    const known = this.#due.get(draw);
    if (known === undefined || at < known) this.#due.set(draw, at);
    this.#wake();
  }

  cancel(draw: Draw): void {
    this.#due.delete(draw);
  }

  stop(): void {
    if (this.#requested !== 0) cancelAnimationFrame(this.#requested);
    this.#requested = 0;
    this.#due.clear();
  }

  #wake(): void {
    // On the server nothing is drawn, and nothing waits for it.
    if (this.#requested !== 0 || typeof requestAnimationFrame === 'undefined') return;
    this.#requested = requestAnimationFrame(() => this.#frame());
  }

  #frame(): void {
    this.#requested = 0;
    const now = performance.now();
    for (const [draw, at] of [...this.#due]) {
      if (at > now) continue;
      this.#due.delete(draw);
      const again = draw(now);
      if (again !== undefined) this.request(draw, again);
    }
    if (this.#due.size > 0) this.#wake();
  }
}
