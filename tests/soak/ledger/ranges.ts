/** A set of whole numbers, kept as ranges: millions of them cost little while few are missing. */
export class NumberRanges {
  /** Half-open, ascending, apart from each other. */
  #ranges: [from: number, to: number][] = [];
  #count = 0;

  static of(ranges: readonly (readonly [number, number])[]): NumberRanges {
    const set = new NumberRanges();
    set.#ranges = ranges.map(([from, to]) => [from, to]);
    set.#count = ranges.reduce((sum, [from, to]) => sum + to - from, 0);
    return set;
  }

  get count(): number {
    return this.#count;
  }

  /** The largest member; undefined while there is none. */
  get last(): number | undefined {
    const end = this.#ranges.at(-1);
    return end && end[1] - 1;
  }

  get ranges(): readonly (readonly [number, number])[] {
    return this.#ranges;
  }

  has(n: number): boolean {
    const range = this.#ranges[this.#after(n) - 1];
    return range !== undefined && n < range[1];
  }

  /** False when it was there already. */
  add(n: number): boolean {
    const next = this.#after(n);
    const before = this.#ranges[next - 1];
    if (before !== undefined && n < before[1]) return false;
    const after = this.#ranges[next];
    const joinsBefore = before !== undefined && before[1] === n;
    const joinsAfter = after !== undefined && after[0] === n + 1;
    if (joinsBefore && joinsAfter) {
      before[1] = after[1];
      this.#ranges.splice(next, 1);
    } else if (joinsBefore) before[1] = n + 1;
    else if (joinsAfter) after[0] = n;
    else this.#ranges.splice(next, 0, [n, n + 1]);
    this.#count += 1;
    return true;
  }

  /** Place of the first range that begins after `n`. Most additions are at the end. */
  #after(n: number): number {
    let low = 0;
    let high = this.#ranges.length;
    const end = this.#ranges.at(-1);
    if (end === undefined || end[0] <= n) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranges[middle]?.[0] ?? 0) > n) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
