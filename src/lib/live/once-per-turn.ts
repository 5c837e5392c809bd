/**
 * Does something once after the present turn, however often it was asked for in it. A microtask, not an
 * animation frame: those never come in a hidden tab.
 */
export class OncePerTurn {
  #isQueued = false;

  constructor(private readonly fn: () => void) {}

  request(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    queueMicrotask(() => {
      this.#isQueued = false;
      this.fn();
    });
  }
}
