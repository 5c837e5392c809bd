import type { RequestEvent } from '@sveltejs/kit';
import type { Action } from '../../domain/access/actions';
import type { DomainError } from '../../domain/errors';
import { metaOf } from './request-meta';

/**
 * Writes down that somebody who is signed in was refused a page or an answer for their role. Commands note
 * their own refusals; equal ones within a minute become one entry. By the route and not by the address, which
 * anybody can make up without end.
 */
export async function noteRefusal(
  event: Pick<RequestEvent, 'locals' | 'route' | 'request' | 'getClientAddress'>,
  action: Action | 'signed-in',
  { code }: DomainError,
): Promise<void> {
  const { app, actor } = event.locals;
  if (code !== 'access.denied' || actor === undefined) return;
  const object = { type: 'page', id: event.route.id ?? 'unknown' };
  await app.refusals.note({
    actor,
    action: action === 'signed-in' ? 'plant.view' : action,
    code,
    object,
    meta: metaOf(event),
  });
}
