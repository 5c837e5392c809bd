import { isHttpError, isRedirect, type HandleServerError, type RequestEvent } from '@sveltejs/kit';
import { DomainError, ERRORS } from '../../domain/errors';

/** Whether an error is a way of answering (a redirect, a status), not a failure. */
export const isAnswer = (error: unknown): boolean => isRedirect(error) || isHttpError(error);

/** The framework stops reading a body whose length was not announced once it is too long. */
const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'status' in error && error.status === 413;

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
  if (isTooLarge(error)) return asDomainError(new DomainError('input.too-large'), event);
  app.log.error({ requestId, path, err: error }, 'unexpected error');
  return new DomainError('internal', undefined, { cause: error });
}

/**
 * The framework asks here about errors that nobody answered. They are written down whole under the
 * request's id; the page shows that id and a neutral sentence.
 */
export const handleError: HandleServerError = ({ error, event, status }) => {
  const { app, requestId } = event.locals;
  if (status === 404) return { message: ERRORS['not-found'].title, code: 'not-found' };
  if (error instanceof DomainError) return { message: error.message, code: error.code, requestId };
  // Before the program is handed over there is no log yet, and silence would be worse than a plain line.
  if (app === undefined) console.error(error);
  else app.log.error({ requestId, path: event.url.pathname, err: error }, 'unexpected error');
  return { message: ERRORS.internal.title, code: 'internal', requestId };
};
