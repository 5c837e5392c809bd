import { PAINTED_BOUNDS_MS } from '../../../../src/lib/protocol/painted-bounds';
import { readFigure, readMeasurements } from '../measurements';
import { pause } from '../scenario';

const NAME = 'zonewatch_publish_to_painted_seconds_bucket';
/** Pages report every ten seconds; twice that is a page that has nothing to report. */
const PATIENCE_MS = 20_000;
const ASK_MS = 500;

/** How long values took to the screen, each frame counted by its oldest value; times are bounds of buckets, in ms. */
export interface Painted {
  count: number;
  p50: number;
  p95: number;
  p99: number;
}

/** How many values reached the screen within each bound so far, the last number within any time. */
export type PaintedSoFar = readonly number[];

/** Reads the server's own measurement, which adds up what its pages report. */
export async function paintedSoFar(url: string): Promise<PaintedSoFar> {
  return readBuckets(await readMeasurements(url));
}

/** The histogram's buckets out of the server's measurements. */
export const readBuckets = (text: string): PaintedSoFar =>
  [...PAINTED_BOUNDS_MS.map((ms) => String(ms / 1_000)), '+Inf'].map((bound) =>
    readFigure(text, `${NAME}{le="${bound}"}`),
  );

/** Waits for the page's next report: what was painted before it is counted then. Says what is counted by now. */
export async function nextReport(url: string, signal: AbortSignal): Promise<PaintedSoFar> {
  const before = await paintedSoFar(url);
  const deadline = Date.now() + PATIENCE_MS;
  let now = before;
  while (now.at(-1) === before.at(-1) && Date.now() < deadline) {
    await pause(ASK_MS, signal);
    now = await paintedSoFar(url);
  }
  return now;
}

/** What was painted between two readings. */
export function paintedBetween(from: PaintedSoFar, to: PaintedSoFar): Painted {
  const within = to.map((count, i) => count - (from[i] ?? 0));
  const count = within.at(-1) ?? 0;
  const percentile = (p: number): number => {
    if (count === 0) return Number.NaN;
    const bucket = within.findIndex((seen) => seen >= Math.ceil((p / 100) * count));
    return PAINTED_BOUNDS_MS[bucket] ?? Number.POSITIVE_INFINITY;
  };
  return { count, p50: percentile(50), p95: percentile(95), p99: percentile(99) };
}
