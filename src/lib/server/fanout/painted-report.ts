import { PAINTED_BOUNDS_MS } from '../../protocol/painted-bounds';
import type { Painted } from '../../protocol/up';
import type { Metrics } from '../metrics';

/** More than a page can paint between two reports; what lies beyond is invented. */
const MOST = 2_000;

/** Adds a browser's counts to the server's histogram, each at its bucket's upper bound. */
export function recordPainted({ counts }: Painted, metrics: Pick<Metrics, 'paintedSeconds'>): void {
  let left = MOST;
  counts.forEach((count, bucket) => {
    const ms = PAINTED_BOUNDS_MS[bucket] ?? 2 * (PAINTED_BOUNDS_MS.at(-1) ?? 0);
    for (let i = Math.min(count, left); i > 0; i -= 1) metrics.paintedSeconds.observe(ms / 1_000);
    left -= Math.min(count, left);
  });
}
