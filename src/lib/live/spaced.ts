/** Does something at once when asked to, and at most once in a stretch of time however often it is asked for. */
export class Spaced {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsked = false;

  /** @param spaceMs least time from one doing to the next */
  constructor(
    private readonly fn: () => void,
    private readonly spaceMs: number,
  ) {}

  request(): void {
    if (this.#timer !== undefined) {
      this.#isAsked = true;
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (!this.#isAsked) return;
      this.#isAsked = false;
      this.request();
    }, this.spaceMs);
    this.fn();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isAsked = false;
  }
}
