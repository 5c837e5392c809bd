/** What a receive time in a frame may be off: it travels in steps of 10 ms, and clocks count whole ones. */
export const TOLERANCE_MS = 6;

/**
 * When the value was published that was received at `receivedAt` (ms since 1970): the newest publication of
 * the drive that is not later. `publishedAt` holds a drive's last two in slots 2i and 2i+1, in either order;
 * a value older than both is taken to have been published as many of their intervals earlier as it needs.
 * NaN when the drive published fewer than two values.
 */
export function publicationOf(publishedAt: Float64Array, drive: number, receivedAt: number): number {
  const one = publishedAt[2 * drive] ?? 0;
  const two = publishedAt[2 * drive + 1] ?? 0;
  const newer = Math.max(one, two);
  const older = Math.min(one, two);
  const latest = receivedAt + TOLERANCE_MS;
  if (newer > 0 && newer <= latest) return newer;
  if (!(older > 0)) return Number.NaN;
  if (older <= latest) return older;
  const interval = newer - older;
  return interval > 0 ? older - Math.ceil((older - latest) / interval) * interval : Number.NaN;
}
