import { createHmac } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { request as plainRequest, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Instant } from '../../../domain/time';
import { refusalOf } from './address-guard';
import type { WebhookSettings, WebhookTarget } from './target';

const RESOLVED_WITHIN_MS = 5_000;
/** From the first byte to the last of the answer. */
const ANSWER_WITHIN_MS = 10_000;
/** Nothing that an answer says is used beyond its status. */
const MOST_ANSWER_BYTES = 4_096;
const MOST_BODY_BYTES = 65_536;

/** What came of a call; `status` is undefined when no answer came. */
export interface Posted {
  ok: boolean;
  status: number | undefined;
  /** In words, for the delivery log; never with the address or anything the other side said. */
  text: string;
}

interface Post {
  settings: WebhookSettings;
  /** Addresses of the plant's own equipment. */
  plant: ReadonlySet<string>;
  target: WebhookTarget;
  /** Number of the delivery: equal for repeats, so that the receiver can tell them. */
  delivery: number;
  body: string;
  now: Instant;
  signal: AbortSignal;
}

/** Hexadecimal HMAC-SHA256 over time, dot and body: who knows the secret knows that we said it, and when. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

/**
 * Posts to a webhook: only to listed hosts, at the address that the name resolves to now and no other, without
 * following redirects (D16). Never rejects.
 */
export async function post(call: Post): Promise<Posted> {
  const { settings, target, plant, body, signal } = call;
  if (!settings.hosts.has(target.url.host.toLowerCase())) return failed('its host is not listed');
  if (Buffer.byteLength(body) > MOST_BODY_BYTES) return failed('the message is too large');
  try {
    const address = await resolve(target.url.hostname);
    const refusal = refusalOf(address, plant, settings.allowsOwnMachine);
    if (refusal !== undefined) return failed(`its address is refused: ${refusal}`);
    if (signal.aborted) return failed('broken off, because nobody has to be called any more');
    return await send(call, address);
  } catch (error) {
    return failed(inWords(error));
  }
}

/** The first address of a name: it alone is looked at and called. */
async function resolve(hostname: string): Promise<string> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return bare;
  const late = AbortSignal.timeout(RESOLVED_WITHIN_MS);
  const never = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => reject(late.reason as Error), { once: true });
  });
  // The system's resolver knows no end of its own.
  return (await Promise.race([lookup(bare), never])).address;
}

function send({ settings, target, delivery, body, now, signal }: Post, address: string): Promise<Posted> {
  const { url } = target;
  const timestamp = String(Math.floor(now / 1_000));
  const options: RequestOptions = {
    method: 'POST',
    host: address,
    port: url.port === '' ? undefined : Number(url.port),
    path: `${url.pathname}${url.search}`,
    agent: false,
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    headers: {
      host: url.host,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Zonewatch',
      'x-zonewatch-delivery': String(delivery),
      'x-zonewatch-timestamp': timestamp,
      'x-zonewatch-signature': `sha256=${signatureOf(settings.secret, timestamp, body)}`,
    },
  };
  const isSecure = url.protocol === 'https:';
  return new Promise((done) => {
    const name = isIP(url.hostname) === 0 ? { servername: url.hostname } : {};
    const request = isSecure ? secureRequest({ ...options, ...name }) : plainRequest(options);
    request.on('error', (error) => done(failed(inWords(error))));
    request.on('response', (response) => {
      const { statusCode: status = 0 } = response;
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_ANSWER_BYTES) response.destroy();
      });
      response.on('error', () => undefined);
      response.on('close', () => done(judged(status)));
    });
    request.end(body);
  });
}

function judged(status: number): Posted {
  if (status >= 200 && status < 300) return { ok: true, status, text: `accepted with ${status}` };
  const text =
    status >= 300 && status < 400 ? `redirects (${status}) are not followed` : `answered ${status}`;
  return { ok: false, status, text };
}

const failed = (text: string): Posted => ({ ok: false, status: undefined, text });

/** The system's short code, never its sentence: that names addresses. */
function inWords(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  if (error instanceof Error && error.name === 'AbortError') {
    return error.cause instanceof Error && error.cause.name === 'TimeoutError'
      ? 'no answer in time'
      : 'broken off, because nobody has to be called any more';
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return `could not be reached (${code})`;
}
