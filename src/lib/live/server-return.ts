const ASK_EVERY_MS = 2_000;

/** What browsers call a request that nobody answered, be it for data or for a part of the program. */
const UNANSWERED =
  /failed to fetch|networkerror|load failed|error loading dynamically imported module|importing a module script failed/i;

/** Whether something failed because the server could not be reached, and not because of what it answered. */
export const isUnanswered = (error: unknown): boolean =>
  error instanceof TypeError && UNANSWERED.test(error.message);

/** Whether the server lives; false when it cannot be reached. */
const isThere = async (): Promise<boolean> => {
  try {
    return (await fetch('/healthz', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
};

/**
 * Calls `back` once when the server answers again, and returns how to stop waiting. For a page that has lost
 * its live connection along with everything else, so that nobody has to stand by and try.
 */
export function onServerReturn(back: () => void, ask: () => Promise<boolean> = isThere): () => void {
  let isWaiting = true;
  let timer: ReturnType<typeof setTimeout>;
  const again = async () => {
    const isBack = await ask();
    if (!isWaiting) return;
    if (isBack) back();
    else timer = setTimeout(() => void again(), ASK_EVERY_MS);
  };
  timer = setTimeout(() => void again(), ASK_EVERY_MS);
  return () => {
    isWaiting = false;
    clearTimeout(timer);
  };
}
