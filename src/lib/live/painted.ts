import { PAINTED_BOUNDS_MS } from '$lib/protocol/painted-bounds';
import type { Painted } from '$lib/protocol/up';
import type { DrawLoop } from './draw-loop';
import type { ServerClock } from './server-clock';

/** Nothing that is measured takes longer; beyond it a clock is wrong. */
const LONGEST_MS = 600_000;
const REPORT_MS = 10_000;
/** Frames that wait for one drawing; more is a tab that does not draw. */
const MOST_AWAITING = 64;

/** Counts how long values took from their publication to the screen (D18). */
export class PaintedHistogram {
  #counts = emptyCounts();
  #sumMs = 0;
  #reportedAt = 0;
  /** Publication times of values that were taken in and are not on the screen yet. */
  readonly #awaiting: number[] = [];

  constructor(
    private readonly clock: Pick<ServerClock, 'now' | 'local'>,
    private readonly loop: Pick<DrawLoop, 'request'>,
  ) {}

  /** The next drawing shows something that was published at that time, by the server's clock. */
  await(publishedAt: number): void {
    if (document.hidden || this.#awaiting.length >= MOST_AWAITING) return;
    this.#awaiting.push(publishedAt);
    this.loop.request(this.#drawn);
  }

  /** Something that was published at that time is on the screen now. */
  painted(publishedAt: number): void {
    const latencyMs = this.clock.now() - publishedAt;
    if (!Number.isFinite(latencyMs) || latencyMs > LONGEST_MS) return;
    const ms = Math.max(0, latencyMs);
    const bucket = PAINTED_BOUNDS_MS.findIndex((bound) => ms <= bound);
    const at = bucket === -1 ? PAINTED_BOUNDS_MS.length : bucket;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#sumMs += ms;
  }

  /** What was counted since the last report, when the next one is due and there is something to tell. */
  take(): Painted | undefined {
    const now = this.clock.local();
    if (now - this.#reportedAt < REPORT_MS) return undefined;
    this.#reportedAt = now;
    if (this.#counts.every((count) => count === 0)) return undefined;
    const report = { counts: this.#counts, sumMs: this.#sumMs };
    this.#counts = emptyCounts();
    this.#sumMs = 0;
    return report;
  }

  /** Runs with the drawings; what they put on the screen is there when the next task begins. */
  readonly #drawn = (): void => {
    setTimeout(() => {
      for (const at of this.#awaiting.splice(0)) this.painted(at);
    });
  };
}

const emptyCounts = (): number[] => new Array<number>(PAINTED_BOUNDS_MS.length + 1).fill(0);
