/** Waits until a moment (ms since 1970) or until the signal aborts; true when the moment came. */
export function waitUntil(moment: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const done = (came: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(came);
    };
    const onAbort = () => done(false);
    const timer = setTimeout(() => done(true), Math.max(0, moment - Date.now()));
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Does each thing at its time, in ms after `startMs`, until the signal aborts. */
export async function inTime<T extends { at: number }>(
  things: readonly T[],
  startMs: number,
  signal: AbortSignal,
  act: (thing: T, next: T | undefined) => void | Promise<void>,
): Promise<void> {
  for (const [i, thing] of things.entries()) {
    if (!(await waitUntil(startMs + thing.at, signal))) return;
    await act(thing, things[i + 1]);
  }
}
