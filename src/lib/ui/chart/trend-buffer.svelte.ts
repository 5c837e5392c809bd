/** Points of one quantity as columns of equal length, oldest first; times in ms since 1970. */
export interface TrendColumns {
  t: ArrayLike<number>;
  min: ArrayLike<number>;
  max: ArrayLike<number>;
  avg: ArrayLike<number>;
  /** Two neighbours further apart than this have a gap between them, which is never bridged. */
  gapMs: number;
  /** Width of what one point stands for: live values of the same stretch go into one point. 0 when left out. */
  widthMs?: number | undefined;
  /** How many values each point stands for; 1 when left out. */
  count?: ArrayLike<number> | undefined;
}

/** Enough for an hour at 1 Hz. */
export const TREND_CAPACITY = 3_600;

/**
 * History with a live tail: fixed memory however long the page stays open, the oldest points go first.
 * Plain arrays; `revision` is the one reactive thing, so that a chart knows when to draw again.
 */
export class TrendBuffer {
  readonly capacity: number;
  readonly #t: Float64Array;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #avg: Float64Array;
  #start = 0;
  #length = 0;
  #gapMs: number;
  #widthMs = 0;
  /** Values in the newest point. */
  #newest = 0;
  #revision = $state(0);

  /** `gapMs` of live points: what lies further apart is a gap. */
  constructor(gapMs: number, capacity = TREND_CAPACITY) {
    this.capacity = capacity;
    this.#gapMs = gapMs;
    this.#t = new Float64Array(capacity);
    this.#min = new Float64Array(capacity);
    this.#max = new Float64Array(capacity);
    this.#avg = new Float64Array(capacity);
  }

  /** Read it where the points are drawn. */
  get revision(): number {
    return this.#revision;
  }

  get length(): number {
    return this.#length;
  }

  get gapMs(): number {
    return this.#gapMs;
  }

  /** Replaces everything by history, of which the newest points are kept, then goes on with live points. */
  load(columns: TrendColumns): void {
    this.#start = 0;
    this.#length = 0;
    this.#gapMs = columns.gapMs;
    this.#widthMs = columns.widthMs ?? 0;
    const first = Math.max(0, columns.t.length - this.capacity);
    for (let i = first; i < columns.t.length; i++) {
      this.#append(columns.t[i] ?? NaN, columns.min[i] ?? NaN, columns.max[i] ?? NaN, columns.avg[i] ?? NaN);
    }
    this.#newest = columns.count?.[columns.t.length - 1] ?? 1;
    this.#revision += 1;
  }

  /**
   * Adds a live value: as a point of its own, or to the newest point while that one's stretch lasts. A value
   * that is not newer than the last point is no news and is left out.
   */
  push(at: number, value: number): boolean {
    if (!Number.isFinite(at) || !Number.isFinite(value)) return false;
    const start = this.#widthMs > 0 ? Math.floor(at / this.#widthMs) * this.#widthMs : at;
    const last = this.#length > 0 ? this.time(this.#length - 1) : -Infinity;
    if (this.#widthMs > 0 && start === last) this.#join(value);
    else if (start <= last) return false;
    else {
      this.#append(start, value, value, value);
      this.#newest = 1;
    }
    this.#revision += 1;
    return true;
  }

  /** Point `i`, oldest first. */
  at(i: number): { t: number; min: number; max: number; avg: number } {
    const k = (this.#start + i) % this.capacity;
    return {
      t: this.#t[k] ?? NaN,
      min: this.#min[k] ?? NaN,
      max: this.#max[k] ?? NaN,
      avg: this.#avg[k] ?? NaN,
    };
  }

  time(i: number): number {
    return this.#t[(this.#start + i) % this.capacity] ?? NaN;
  }

  /** Number of points before `time`. */
  indexAt(time: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.time(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #join(value: number): void {
    const k = (this.#start + this.#length - 1) % this.capacity;
    this.#newest += 1;
    this.#min[k] = Math.min(this.#min[k] ?? value, value);
    this.#max[k] = Math.max(this.#max[k] ?? value, value);
    const mean = this.#avg[k] ?? value;
    this.#avg[k] = mean + (value - mean) / this.#newest;
  }

  #append(t: number, min: number, max: number, avg: number): void {
    const k = (this.#start + this.#length) % this.capacity;
    this.#t[k] = t;
    this.#min[k] = min;
    this.#max[k] = max;
    this.#avg[k] = avg;
    if (this.#length < this.capacity) this.#length += 1;
    else this.#start = (this.#start + 1) % this.capacity;
  }
}
