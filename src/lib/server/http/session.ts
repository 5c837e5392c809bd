import type { Handle } from '@sveltejs/kit';
import { DomainError } from '../../domain/errors';

/** Paths that must answer whether or not anybody can be asked who is there. */
const WITHOUT_SESSION = new Set(['/healthz', '/readyz']);

/** Tells who is there. While the database is away, whoever was seen before still is; others are not known. */
export const session: Handle = async ({ event, resolve }) => {
  const { locals, request, url } = event;
  locals.session = WITHOUT_SESSION.has(url.pathname)
    ? undefined
    : await locals.app.sessions.authenticate(request.headers.get('cookie')).catch(unknownWhileAway);
  locals.actor = locals.session?.actor;
  return resolve(event);
};

function unknownWhileAway(error: unknown): undefined {
  if (error instanceof DomainError && error.code === 'database.unavailable') return undefined;
  throw error;
}
