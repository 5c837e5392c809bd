import type { z } from 'zod';
import { DomainError, ERRORS, type ErrorCode } from '../../domain/errors';
import {
  canaryPainted,
  lookAt,
  painted,
  received,
  resume,
  watch,
  type Ack,
  type UpEvents,
} from '../../protocol/up';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Client } from './client';
import { TokenBucket } from './token-bucket';

/** Messages per second that a page has reason to send, and how many at once. */
const LIMITS = {
  watch: { perSecond: 4, burst: 20 },
  resume: { perSecond: 1, burst: 10 },
  received: { perSecond: 60, burst: 120 },
  painted: { perSecond: 0.5, burst: 5 },
  lookAt: { perSecond: 2, burst: 10 },
  // One every ten seconds; after a break those that came meanwhile are answered together.
  canaryPainted: { perSecond: 1, burst: 20 },
} as const satisfies Record<keyof UpEvents, { perSecond: number; burst: number }>;

/** Messages that were refused before the connection is: no page of ours comes near. */
const PATIENCE = 50;

/** What each message does; errors with a code are answered, others end the connection. */
interface InboundHandlers {
  watch(client: Client, message: z.infer<typeof watch>): Ack | Promise<Ack>;
  resume(client: Client, message: z.infer<typeof resume>): Ack | Promise<Ack>;
  received(client: Client, message: z.infer<typeof received>): void;
  painted(client: Client, message: z.infer<typeof painted>): void;
  lookAt(client: Client, message: z.infer<typeof lookAt>): Ack | Promise<Ack>;
  canaryPainted(client: Client, message: z.infer<typeof canaryPainted>): void;
}

/** Listens to a client: nothing of what it says is believed before it was parsed and counted. */
export function listenTo(client: Client, handlers: InboundHandlers, clock: Clock, log: Logger): void {
  const { socket } = client;
  let refused = 0;

  function refuse(code: ErrorCode, ack: unknown, detail?: string): void {
    refused += 1;
    answer(ack, problem(code, detail));
    if (refused >= PATIENCE) client.end('protocol-error');
  }

  function on<T>(
    name: keyof UpEvents,
    schema: z.ZodType<T>,
    handle: (client: Client, message: T) => Ack | Promise<Ack> | void,
  ): void {
    const bucket = new TokenBucket(LIMITS[name].perSecond, LIMITS[name].burst);
    socket.on(name, (message: unknown, ack: unknown) => {
      if (client.ended !== undefined) return;
      if (!bucket.take(clock.now())) return refuse('access.too-many-attempts', ack);
      const parsed = schema.safeParse(message);
      if (!parsed.success) return refuse('input.invalid', ack);
      try {
        const result = handle(client, parsed.data);
        if (result instanceof Promise) result.then((late) => answer(ack, late)).catch(fail);
        else answer(ack, result ?? { ok: true });
      } catch (error) {
        fail(error);
      }

      function fail(error: unknown): void {
        if (error instanceof DomainError) return answer(ack, problem(error.code, error.message));
        log.error({ err: error, message: name }, 'live message failed');
        answer(ack, problem('internal'));
      }
    });
  }

  on('watch', watch, handlers.watch);
  on('resume', resume, handlers.resume);
  on('received', received, handlers.received);
  on('painted', painted, handlers.painted);
  on('lookAt', lookAt, handlers.lookAt);
  on('canaryPainted', canaryPainted, handlers.canaryPainted);
  socket.onAny((name: unknown) => {
    if (typeof name !== 'string' || !Object.hasOwn(LIMITS, name)) refuse('input.invalid', undefined);
  });
}

export const problem = (code: ErrorCode, detail?: string): Ack & { ok: false } => ({
  ok: false,
  code,
  message: detail ?? ERRORS[code].title,
});

function answer(ack: unknown, result: Ack): void {
  if (typeof ack === 'function') ack(result);
}
