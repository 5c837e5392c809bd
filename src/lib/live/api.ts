/** What the server said when it would not, or why it said nothing. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** One of the error table, or `unreachable` when no answer came. */
  readonly code: string;
  readonly status: number | undefined;

  constructor(code: string, message: string, status?: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

const BASE = '/api/v1';

export type QueryValue = string | number | undefined | null;

interface AskOptions {
  /** What is empty is left out. */
  query?: Readonly<Record<string, QueryValue>>;
  /** The one that a page's load was given; the browser's own else. */
  fetch?: typeof fetch;
  signal?: AbortSignal | undefined;
}

/** Address below the API with what is not empty of `query`. */
export function apiPath(path: string, query: Readonly<Record<string, QueryValue>> = {}): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') given.set(name, String(value));
  }
  const text = given.toString();
  return `${BASE}${path}${text === '' ? '' : `?${text}`}`;
}

/** Reads from the API. @throws ApiError */
export function askApi<T>(path: string, { query, fetch: via = fetch, signal }: AskOptions = {}): Promise<T> {
  return answerOf(
    via(apiPath(path, query), { signal: signal ?? null, headers: { accept: 'application/json' } }),
  );
}

/** Has something done by the API, in the name of whoever is signed in. @throws ApiError */
export function tellApi<T>(path: string, body: object, signal?: AbortSignal): Promise<T> {
  return sendJson(path, JSON.stringify(body), signal);
}

/** The same with JSON that is a text already, sent to the letter. @throws ApiError */
export function sendJson<T>(path: string, text: string, signal?: AbortSignal): Promise<T> {
  return answerOf(
    fetch(`${BASE}${path}`, {
      method: 'POST',
      signal: signal ?? null,
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: text,
    }),
  );
}

/** Enters the own password again: opens for a few minutes what wants it fresh (D7). @throws ApiError */
export async function confirmPassword(password: string): Promise<void> {
  await answerOf(
    fetch('/account/reauthenticate', {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ password }),
    }),
  );
}

/** What was asked for, or why it could not be had: for pages, which show either. */
export type Answered<T> = { ok: true; value: T } | { ok: false; code: string; message: string };

/** Waits for an answer and never rejects. */
export async function answered<T>(asked: Promise<T>): Promise<Answered<T>> {
  try {
    return { ok: true, value: await asked };
  } catch (error) {
    const known = error instanceof ApiError ? error : new ApiError('internal', 'This could not be read.');
    return { ok: false, code: known.code, message: known.message };
  }
}

async function answerOf<T>(asked: Promise<Response>): Promise<T> {
  let response: Response;
  try {
    response = await asked;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError('unreachable', 'The server does not answer.');
  }
  if (response.ok) return (await response.json()) as T;
  throw await problemIn(response);
}

interface Problem {
  code?: unknown;
  detail?: unknown;
  issues?: readonly { path: string; message: string }[];
}

async function problemIn(response: Response): Promise<ApiError> {
  const problem = await response.json().then(
    (body: unknown): Problem => (typeof body === 'object' && body !== null ? body : {}),
    (): Problem => ({}),
  );
  const issues = (problem.issues ?? []).map(({ path, message }) => `${path} ${message}`);
  const detail =
    typeof problem.detail === 'string' ? problem.detail : `The server answered ${response.status}.`;
  return new ApiError(
    typeof problem.code === 'string' ? problem.code : 'internal',
    [detail, issues.join('; ')].filter(Boolean).join(' '),
    response.status,
  );
}
