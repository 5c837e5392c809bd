import { createHmac } from 'node:crypto';
import type { Instant } from '../../../domain/time';
import { call, type Answered } from '../../outgoing/call';
import type { WebhookSettings, WebhookTarget } from './target';

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

/** Posts to a webhook, within the boundaries of all that leaves (D16). Never rejects. */
export async function post({ settings, target, plant, delivery, body, now, signal }: Post): Promise<Posted> {
  if (Buffer.byteLength(body) > MOST_BODY_BYTES) return failed('the message is too large');
  const timestamp = String(Math.floor(now / 1_000));
  const answered = await call(
    {
      url: target.url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Zonewatch',
        'x-zonewatch-delivery': String(delivery),
        'x-zonewatch-timestamp': timestamp,
        'x-zonewatch-signature': `sha256=${signatureOf(settings.secret, timestamp, body)}`,
      },
      body,
      answerWithinMs: ANSWER_WITHIN_MS,
      mostAnswerBytes: MOST_ANSWER_BYTES,
      signal,
    },
    { hosts: settings.hosts, plant, allowsOwnMachine: settings.allowsOwnMachine },
  );
  return signal.aborted && answered.kind !== 'answered'
    ? failed('broken off, because nobody has to be called any more')
    : postedOf(answered);
}

function postedOf(answered: Answered): Posted {
  if (answered.kind !== 'answered') return failed(answered.text);
  const { status } = answered;
  if (status >= 200 && status < 300) return { ok: true, status, text: `accepted with ${status}` };
  const text =
    status >= 300 && status < 400 ? `redirects (${status}) are not followed` : `answered ${status}`;
  return { ok: false, status, text };
}

const failed = (text: string): Posted => ({ ok: false, status: undefined, text });
