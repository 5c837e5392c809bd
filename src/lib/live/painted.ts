import { PAINTED_BOUNDS_MS } from '$lib/protocol/painted-bounds';
import type { Painted } from '$lib/protocol/up';

/** Nothing that is measured takes longer; beyond it a clock is wrong. */
const LONGEST_MS = 600_000;

/** Counts how long values took from their publication to the screen. */
export class PaintedHistogram {
  #counts = emptyCounts();
  #sumMs = 0;

  record(latencyMs: number): void {
    if (!Number.isFinite(latencyMs) || latencyMs > LONGEST_MS) return;
    const ms = Math.max(0, latencyMs);
    const bucket = PAINTED_BOUNDS_MS.findIndex((bound) => ms <= bound);
    const at = bucket === -1 ? PAINTED_BOUNDS_MS.length : bucket;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#sumMs += ms;
  }

  /** What was counted since the last call; undefined when nothing was. */
  take(): Painted | undefined {
    if (this.#counts.every((count) => count === 0)) return undefined;
    const report = { counts: this.#counts, sumMs: this.#sumMs };
    this.#counts = emptyCounts();
    this.#sumMs = 0;
    return report;
  }
}

const emptyCounts = (): number[] => new Array<number>(PAINTED_BOUNDS_MS.length + 1).fill(0);
