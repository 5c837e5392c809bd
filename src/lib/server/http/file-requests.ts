import type { IncomingMessage, ServerResponse } from 'node:http';
import { acceptedCodings } from './content-coding';

/**
 * How long browsers may keep files of the build without asking. Names below `immutable` carry a hash of
 * their content; that rule stands here too, for answers that nothing has changed.
 */
const KEPT: readonly (readonly [path: string, rule: string])[] = [
  ['/_app/immutable/', 'public,max-age=31536000,immutable'],
  ['/favicon.svg', 'public, max-age=3600'],
  ['/schemas/', 'public, max-age=3600'],
  ['/readme/', 'public, max-age=3600'],
];
/** The file that names the newest build, and whatever says nothing of itself. */
const ASK_FIRST = 'no-cache';

/**
 * Prepares a request for the file server of the built handler, which reads these headers too simply, and
 * gives its answer what it leaves out. Pages and the API replace what is set here by their own.
 */
export function prepareForFiles(request: IncomingMessage, response: ServerResponse): void {
  const { headers, url = '/' } = request;
  headers['accept-encoding'] = acceptedCodings(String(headers['accept-encoding'] ?? ''))[0] ?? 'identity';
  if (!isPlainRange(headers.range) || headers['if-range'] !== undefined) delete headers.range;
  response.setHeader('cache-control', KEPT.find(([path]) => url.startsWith(path))?.[1] ?? ASK_FIRST);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
}

/**
 * Whether it asks for one part with a beginning, in order: the file server throws at `5-2` and answers
 * suffixes and lists with another part than was asked for. Without the header it sends the whole file,
 * which RFC 9110, 14.2 allows. So does one with a condition (`If-Range`), which it does not weigh.
 */
function isPlainRange(range: string | undefined): boolean {
  const [, first, last] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(range ?? '') ?? [];
  return first !== undefined && (last === '' || Number(last) >= Number(first));
}
