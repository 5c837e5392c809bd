const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances between time ticks that people count in. */
const STEPS = [
  SECOND,
  5 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
];

/** Ticks on round local times, as many as fit; `offsetMs` is what local time is ahead of UTC. */
export function timeTicks(
  from: number,
  to: number,
  most: number,
  offsetMs = 0,
): { step: number; at: number[] } {
  const span = to - from;
  const step = STEPS.find((s) => span / s <= most) ?? 7 * DAY;
  const at: number[] = [];
  for (let t = Math.ceil((from + offsetMs) / step) * step - offsetMs; t <= to; t += step) at.push(t);
  return { step, at };
}

/**
 * Moves labels apart so that none lies on another, keeping their order and staying near their places.
 * Positions and `gap` in px from the top; `height` is the room.
 */
export function spread<T extends { y: number }>(labels: readonly T[], gap: number, height: number): T[] {
  const sorted = labels.map((label) => ({ ...label })).sort((a, b) => a.y - b.y);
  let floor = -Infinity;
  for (const label of sorted) {
    label.y = Math.max(label.y, floor);
    floor = label.y + gap;
  }
  let ceiling = height;
  for (const label of sorted.reverse()) {
    label.y = Math.min(label.y, ceiling);
    ceiling = label.y - gap;
  }
  return sorted.reverse();
}
