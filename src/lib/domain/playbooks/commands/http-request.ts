/** An HTTP request as a command of type `http-api` writes it, rendered. */
export interface HttpRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: Readonly<Record<string, readonly string[]>>;
  body: string | undefined;
}

interface WrittenRequest {
  command?: string | undefined;
  headers?: Readonly<Record<string, readonly string[]>> | undefined;
  content?: string | undefined;
  content_b64?: string | undefined;
}

const START = /^(GET|HEAD|POST|PUT|PATCH|DELETE) (\/[\x21-\x7e]{0,2000}) HTTP\/1\.[01]$/;
const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
const VALUE = /^[\x20-\x7e]{0,2000}$/;
const MOST_HEADERS = 50;
const MOST_BODY = 1_000_000;

/** Headers that are ours to say, or that would hold a secret in the playbook itself. */
const NOT_FROM_PLAYBOOKS: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'te',
  'trailer',
  'keep-alive',
  'expect',
  'idempotency-key',
  'authorization',
  'proxy-authorization',
  'cookie',
]);

/** Reads a rendered `http-api` command, or tells what is wrong with it. Never throws. */
export function readHttpRequest({
  command,
  headers = {},
  content,
  content_b64: encoded,
}: WrittenRequest): HttpRequest | { fault: string } {
  const [, method, path] = START.exec(command ?? '') ?? [];
  if (method === undefined || path === undefined) {
    return { fault: 'must begin as POST /path HTTP/1.1: one line, one space between, visible characters' };
  }
  // A URL would resolve them; a server may not.
  if (/(^|\/)\.\.?(\/|\?|$)/.test(path) || path.startsWith('//'))
    return { fault: 'has a path with . or .. or //' };
  if (path.includes('#')) return { fault: 'has a fragment in its path' };
  if (/__:value/.test(`${path}${JSON.stringify(headers)}${content ?? ''}`)) {
    return { fault: 'has a variable that was not filled in' };
  }
  const entries = Object.entries(headers);
  if (entries.length > MOST_HEADERS) return { fault: `has more than ${MOST_HEADERS} headers` };
  for (const [name, values] of entries) {
    const fault = headerFault(name, values);
    if (fault !== undefined) return { fault };
  }
  if (content !== undefined && encoded !== undefined) return { fault: 'has both content and content_b64' };
  const body = content ?? (encoded === undefined ? undefined : decoded(encoded));
  if (body === null) return { fault: 'has content_b64 that is no Base64 of UTF-8 text' };
  if ((body?.length ?? 0) > MOST_BODY) return { fault: `has content of more than ${MOST_BODY} characters` };
  return { method, path, headers, body };
}

function headerFault(name: string, values: readonly string[]): string | undefined {
  if (!NAME.test(name)) return 'has a header whose name is no token';
  if (NOT_FROM_PLAYBOOKS.has(name.toLowerCase())) {
    return `has the header ${name}, which playbooks do not say; secrets go by authentication_info`;
  }
  if (values.length === 0 || values.length > 20 || !values.every((value) => VALUE.test(value))) {
    return `has the header ${name} with a value that is not one line of visible characters`;
  }
  return undefined;
}

/** Null when it is none. */
function decoded(encoded: string): string | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) return null;
  try {
    const bytes = Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
