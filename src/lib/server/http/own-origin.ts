import type { Handle } from '@sveltejs/kit';
import { DomainError } from '../../domain/errors';
import { ANONYMOUS } from '../../domain/access/roles';
import { asDomainError } from './unexpected';
import { problemResponse } from './problem';
import { metaOf } from './request-meta';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that may change something comes from another site (D15). Browsers name the origin of
 * every such request, whatever its content type; without one, only a request without cookies passes, as
 * scripts send when they sign in.
 */
export function isForeign(method: string, url: URL, headers: Headers): boolean {
  if (READS.has(method)) return false;
  const origin = headers.get('origin');
  if (origin === null) return headers.has('cookie') && headers.get('sec-fetch-site') !== 'same-origin';
  if (!URL.canParse(origin)) return true;
  const from = new URL(origin);
  // Behind TLS, a page of the same name that came without it may be anybody's.
  return from.host !== url.host || (url.protocol === 'https:' && from.protocol !== 'https:');
}

/** Refuses what other sites make a browser send, forms and JSON alike, and writes it down. */
export const ownOrigin: Handle = async ({ event, resolve }) => {
  const { request, url, locals } = event;
  if (!isForeign(request.method, url, request.headers)) return resolve(event);
  await locals.app.refusals.note({
    actor: ANONYMOUS,
    action: 'request',
    code: 'request.foreign-origin',
    object: { type: 'installation', id: 'installation' },
    meta: metaOf(event),
  });
  return problemResponse(asDomainError(new DomainError('request.foreign-origin'), event), locals.requestId);
};
