import type { Clock } from '../clock';

/**
 * Calls `fn` at a steady pace until the signal aborts. Calls that could not be made in time are left out,
 * not made up for.
 */
export async function every(
  ms: number,
  clock: Clock,
  signal: AbortSignal,
  fn: () => void | Promise<void>,
): Promise<void> {
  let next = clock.now();
  while (!signal.aborted) {
    await fn();
    const now = clock.now();
    next = next + ms > now && next <= now ? next + ms : now + ms;
    await clock.sleep(next - now, signal);
  }
}
