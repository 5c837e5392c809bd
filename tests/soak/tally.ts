/** Words with how often they were said; bounded, because a fault may repeat without end. */
export class Tally {
  readonly #counts = new Map<string, number>();
  #total = 0;

  constructor(private readonly most = 50) {}

  add(text: string): void {
    this.#total += 1;
    const key = text.slice(0, 300);
    const known = this.#counts.get(key);
    if (known !== undefined || this.#counts.size < this.most) this.#counts.set(key, (known ?? 0) + 1);
  }

  get total(): number {
    return this.#total;
  }

  list(): { text: string; times: number }[] {
    return [...this.#counts].map(([text, times]) => ({ text, times }));
  }
}
