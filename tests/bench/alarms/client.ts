import { setTimeout as wait } from 'node:timers/promises';

/** Somebody's session at the HTTP API. */
export interface ApiClient {
  get<T>(path: string): Promise<T>;
  /** Resolves to the answer and to how long it took, in ms; rejects when it is refused. */
  post<T>(path: string, body: unknown): Promise<{ answer: T; tookMs: number }>;
}

export function apiClient(url: string, cookie: string): ApiClient {
  const call = async (path: string, init: RequestInit): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1/${path}`, {
      ...init,
      headers: { cookie, origin: url, 'content-type': 'application/json', accept: 'application/json' },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${init.method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    return JSON.parse(text);
  };
  return {
    get: (path) => call(path, { method: 'GET' }) as Promise<never>,
    async post(path, body) {
      const startedAt = performance.now();
      const answer = await call(path, { method: 'POST', body: JSON.stringify(body) });
      return { answer: answer as never, tookMs: performance.now() - startedAt };
    },
  };
}

/** Asks again until the answer is there; rejects with `what` when that takes too long. */
export async function untilThere<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  { withinMs, signal, everyMs = 50 }: { withinMs: number; signal: AbortSignal; everyMs?: number },
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await wait(everyMs, undefined, { signal });
  }
}
