import { isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';
import { DomainError, ERRORS } from '../../domain/errors';

/** Whether an error is a way of answering (a redirect, a status), not a failure. */
export const isAnswer = (error: unknown): boolean => isRedirect(error) || isHttpError(error);

/**
 * Makes any failure one of the table. What is not in it is written down whole under the request's id and
 * becomes `internal`: the person learns the id and nothing of the inside.
 */
export function asDomainError(error: unknown, event: RequestEvent): DomainError {
  const { app, requestId } = event.locals;
  const path = event.url.pathname;
  if (error instanceof DomainError) {
    app.log[ERRORS[error.code].log](
      { requestId, path, errorCode: error.code, err: error.cause },
      error.message,
    );
    return error;
  }
  app.log.error({ requestId, path, err: error }, 'unexpected error');
  return new DomainError('internal', undefined, { cause: error });
}
