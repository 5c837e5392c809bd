const FIRST_MS = 250;
const LONGEST_MS = 4_000;

/**
 * Pause before the next attempt to connect: short at first, doubling to a limit, and each time somewhere in
 * its upper half, so that all screens of a plant do not come back in the same moment. `chance` is 0..1.
 */
export function pauseMs(attempt: number, chance: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return whole / 2 + (whole / 2) * chance;
}
