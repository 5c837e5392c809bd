const ASK_EVERY_MS = 2_000;

/** What browsers call a request that nobody answered, be it for data or for a part of the program. */
const UNANSWERED =
  /failed to fetch|networkerror|load failed|error loading dynamically imported module|importing a module script failed/i;

/** Whether something failed because the server could not be reached, and not because of what it answered. */
export const isUnanswered = (error: unknown): boolean =>
  error instanceof TypeError && UNANSWERED.test(error.message);

/** What a page waits for: that the server lives, or that it has everything it needs again. */
export type Awaited = '/healthz' | '/readyz';

/** What a page that could not be shown may wait for; undefined where waiting mends nothing. */
export function awaitedAfter(status: number, unanswered: boolean | undefined): Awaited | undefined {
  if (unanswered) return '/healthz';
  return status === 503 ? '/readyz' : undefined;
}

const isTrue = async (what: Awaited): Promise<boolean> => {
  try {
    return (await fetch(what, { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
};

/**
 * Calls `back` whenever what is awaited is found to be there, until stopped, and returns how to stop. For a
 * page that may have lost its live connection along with everything else, so that nobody has to stand by and
 * try; it stops when something else is shown.
 */
export function onServerReturn(
  what: Awaited,
  back: () => void,
  ask: (what: Awaited) => Promise<boolean> = isTrue,
): () => void {
  let isWaiting = true;
  let timer: ReturnType<typeof setTimeout>;
  const again = async () => {
    const isBack = await ask(what);
    if (!isWaiting) return;
    timer = setTimeout(() => void again(), ASK_EVERY_MS);
    if (isBack) back();
  };
  timer = setTimeout(() => void again(), ASK_EVERY_MS);
  return () => {
    isWaiting = false;
    clearTimeout(timer);
  };
}
