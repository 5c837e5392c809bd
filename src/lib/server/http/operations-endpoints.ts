import type { RequestEvent } from '@sveltejs/kit';
import { ANONYMOUS } from '../../domain/access/roles';
import { can } from '../../domain/access/can';
import { INSTALLATION } from '../../domain/access/subject';
import { DomainError } from '../../domain/errors';
import { problemResponse } from './problem';
import { addressOf } from './request-meta';

/** The process answers. Says nothing of what it needs: restarting does not mend a database. */
export const alive = (): Response => Response.json({ status: 'ok' });

/** Whether everything is there that recording needs; 503 with the reason when not. */
export function ready({ locals: { app } }: RequestEvent): Response {
  const parts = app.readiness();
  const isReady = parts.every((part) => part.ok);
  const body = {
    status: isReady ? 'ready' : 'not ready',
    parts: parts.map(({ name, ok, detail, since }) => ({
      name,
      ok,
      detail,
      since: new Date(since).toISOString(),
    })),
  };
  return Response.json(body, { status: isReady ? 200 : 503 });
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/**
 * Measurements for a collector: on the same machine without signing in, from elsewhere with the session of
 * an administrator of the whole plant.
 */
export async function measurements(event: RequestEvent): Promise<Response> {
  const { app, actor = ANONYMOUS, requestId } = event.locals;
  const decision = can(actor, 'metrics.view', INSTALLATION);
  if (!decision.allowed && !LOOPBACK.has(addressOf(event) ?? '')) {
    return problemResponse(new DomainError(decision.code, decision.reason), requestId);
  }
  const { registry } = app.metrics;
  return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
}
