import { lookup } from 'node:dns/promises';
import { request as plainRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import { refusalOf } from './address-guard';

const RESOLVED_WITHIN_MS = 5_000;

/** A request to somewhere outside. */
export interface Call {
  url: URL;
  method: string;
  /** Beside `host` and the length of the body, which are added. */
  headers: Readonly<Record<string, string | readonly string[]>>;
  body: string | undefined;
  /** From the first byte to the last of the answer. */
  answerWithinMs: number;
  /** Of an answer's body; what comes behind is not read. */
  mostAnswerBytes: number;
  signal: AbortSignal;
}

/** What may be called at all (D16). */
export interface Boundaries {
  /** Hosts that may be called, in lower case, with `:port` where it is not the scheme's own. */
  hosts: ReadonlySet<string>;
  /** Addresses of gateways and drives: nothing outside the plant has any business there, and we least of all. */
  plant: ReadonlySet<string>;
  /** For tests of the program itself: their receivers are on this machine. */
  allowsOwnMachine?: boolean | undefined;
  /** Authorities whose certificates are believed instead of the system's, as PEM. */
  authorities?: string | undefined;
  /** How names become addresses; the system's resolver unless a test has one of its own. */
  resolve?: ((hostname: string) => Promise<string>) | undefined;
}

export type Answered =
  /** `isWhole` false: the body was longer than wanted, or broke off. */
  | { kind: 'answered'; status: number; headers: IncomingHttpHeaders; body: Buffer; isWhole: boolean }
  /** It never left, in words without the address. */
  | { kind: 'refused'; text: string }
  /** No answer. `mayHaveArrived`: the other side may have got all of it. */
  | { kind: 'failed'; text: string; isLate: boolean; mayHaveArrived: boolean };

/**
 * Calls somebody outside: only listed hosts, at the address that the name resolves to now and no other, verifying
 * who it is, without following redirects (D16). Never rejects.
 */
export async function call(wanted: Call, boundaries: Boundaries): Promise<Answered> {
  const { url, signal } = wanted;
  if (!boundaries.hosts.has(url.host.toLowerCase())) return refused('its host is not listed');
  try {
    const address = await resolved(url.hostname, boundaries.resolve ?? systemResolver);
    const refusal = refusalOf(address, boundaries.plant, boundaries.allowsOwnMachine);
    if (refusal !== undefined) return refused(`its address is refused: ${refusal}`);
    if (signal.aborted) return refused('broken off before it was sent');
    return await send(wanted, address, boundaries.authorities);
  } catch (error) {
    return failed(error, false);
  }
}

const refused = (text: string): Answered => ({ kind: 'refused', text });

const systemResolver = async (hostname: string): Promise<string> => (await lookup(hostname)).address;

/** The first address of a name: it alone is looked at and called. */
async function resolved(hostname: string, resolve: (hostname: string) => Promise<string>): Promise<string> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return bare;
  const late = AbortSignal.timeout(RESOLVED_WITHIN_MS);
  const never = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => reject(late.reason as Error), { once: true });
  });
  // The system's resolver knows no end of its own.
  return Promise.race([resolve(bare), never]);
}

function send(
  { url, method, headers, body, answerWithinMs, mostAnswerBytes, signal }: Call,
  address: string,
  authorities: string | undefined,
): Promise<Answered> {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const options: RequestOptions = {
    method,
    host: address,
    port: url.port === '' ? undefined : Number(url.port),
    path: `${url.pathname}${url.search}`,
    agent: false,
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
    headers: { ...copied(headers), host: url.host, ...length },
  };
  const isSecure = url.protocol === 'https:';
  const tls = {
    ...(isIP(url.hostname) === 0 ? { servername: url.hostname } : {}),
    ...(authorities === undefined ? {} : { ca: authorities }),
  };
  return new Promise((done) => {
    let mayHaveArrived = false;
    const request = isSecure ? secureRequest({ ...options, ...tls }) : plainRequest(options);
    request.on('socket', (socket) => {
      socket.once(isSecure ? 'secureConnect' : 'connect', () => (mayHaveArrived = true));
    });
    let isAnswered = false;
    request.on('error', (error) => {
      // Once an answer has begun, its own end tells what came of it.
      if (!isAnswered) done(failed(error, mayHaveArrived));
    });
    request.on('response', (response) => {
      isAnswered = true;
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk.subarray(0, Math.max(0, mostAnswerBytes - bytes)));
        bytes += chunk.length;
        if (bytes > mostAnswerBytes) response.destroy();
      });
      response.on('error', () => undefined);
      response.on('close', () =>
        done({
          kind: 'answered',
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
          isWhole: response.complete && bytes <= mostAnswerBytes,
        }),
      );
    });
    request.end(body);
  });
}

const copied = (headers: Call['headers']): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );

function failed(error: unknown, mayHaveArrived: boolean): Answered {
  const isLate = isTimeout(error) || (error instanceof Error && isTimeout(error.cause));
  return { kind: 'failed', text: isLate ? 'no answer in time' : inWords(error), isLate, mayHaveArrived };
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

/** The system's short code, never its sentence: that names addresses. */
function inWords(error: unknown): string {
  if (error instanceof Error && error.name === 'AbortError') return 'broken off';
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return `could not be reached (${code})`;
}
