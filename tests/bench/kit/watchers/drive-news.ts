import { LatencyHistogram } from './latency-histogram';
import { publicationOf } from './publication';

/** Two receive times this close are one: they travel in steps of 10 ms, each frame rounding anew. */
const SAME_MS = 12;

/**
 * Judges the entries that one socket is sent. A drive whose receive time is new shows a value that was
 * published lately; how long that took is counted. The same value again, because a mark or the freshness
 * changed, is no news.
 */
export class DriveNews {
  readonly latency = new LatencyHistogram();
  readonly #seen: Float64Array;

  constructor(private readonly publishedAt: Float64Array) {
    this.#seen = new Float64Array(publishedAt.length / 2);
  }

  /** `counts` false: known from now on, but not counted, for it waited for somebody to come. */
  take(drive: number, receivedAt: number, now: number, counts: boolean): void {
    if (!(receivedAt > (this.#seen[drive] ?? Number.POSITIVE_INFINITY) + SAME_MS)) return;
    this.#seen[drive] = receivedAt;
    if (!counts) return;
    const published = publicationOf(this.publishedAt, drive, receivedAt);
    if (!Number.isNaN(published)) this.latency.add(now - published);
  }
}
