/**
 * Waits until `condition` returns something other than `false`, `undefined` or `null`, and returns it.
 * Conditions that throw count as not met; the last error is the cause when time runs out.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  timeoutMs = 10_000,
  what = condition.toString(),
  everyMs = 10,
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value !== false && value !== undefined && value !== null) {
        return value as NonNullable<Exclude<T, false>>;
      }
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`not within ${timeoutMs} ms: ${what}`, { cause });
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
