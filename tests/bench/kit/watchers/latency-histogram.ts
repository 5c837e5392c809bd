/** Bounds of what is told apart: every millisecond up to ten seconds, then "longer". */
const LONGEST_MS = 10_000;

/** What a histogram says: times in ms, each at most 1 ms too large. */
export interface LatencySummary {
  count: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** Counts latencies in fixed buckets of one millisecond: adding costs nothing, and no sample is dropped. */
export class LatencyHistogram {
  readonly #counts = new Uint32Array(LONGEST_MS + 1);
  #count = 0;
  #max = 0;

  get count(): number {
    return this.#count;
  }

  add(ms: number): void {
    const bucket = Math.min(LONGEST_MS, Math.max(0, Math.floor(ms)));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count += 1;
    if (ms > this.#max) this.#max = ms;
  }

  /** Takes in what others counted, so that many can be judged as one. */
  merge(other: LatencyHistogram): void {
    for (let i = 0; i < this.#counts.length; i += 1) {
      this.#counts[i] = (this.#counts[i] ?? 0) + (other.#counts[i] ?? 0);
    }
    this.#count += other.#count;
    this.#max = Math.max(this.#max, other.#max);
  }

  reset(): void {
    this.#counts.fill(0);
    this.#count = 0;
    this.#max = 0;
  }

  /** Upper bound of the bucket that holds the value of that rank (nearest rank); NaN when nothing was counted. */
  percentile(p: number): number {
    if (this.#count === 0) return Number.NaN;
    const rank = Math.max(1, Math.ceil((p / 100) * this.#count));
    let seen = 0;
    for (let ms = 0; ms < LONGEST_MS; ms += 1) {
      seen += this.#counts[ms] ?? 0;
      if (seen >= rank) return ms + 1;
    }
    return this.#max;
  }

  summary(): LatencySummary {
    const [p50, p95, p99] = [this.percentile(50), this.percentile(95), this.percentile(99)];
    return { count: this.#count, p50, p95, p99, max: this.#max };
  }
}
