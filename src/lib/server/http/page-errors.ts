import type { HandleServerError } from '@sveltejs/kit';
import { DomainError, ERRORS } from '../../domain/errors';

/**
 * The framework asks here about errors that nobody answered. They are written down whole under the
 * request's id; the page shows that id and a neutral sentence.
 */
export const reportUnexpected: HandleServerError = ({ error, event, status }) => {
  const { app, requestId } = event.locals;
  if (status === 404) return { message: ERRORS['not-found'].title, code: 'not-found' };
  if (error instanceof DomainError) return { message: error.message, code: error.code, requestId };
  app?.log.error({ requestId, path: event.url.pathname, err: error }, 'unexpected error');
  return { message: ERRORS.internal.title, code: 'internal', requestId };
};
