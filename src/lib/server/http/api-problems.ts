import type { Handle } from '@sveltejs/kit';
import { DomainError } from '../../domain/errors';
import { problemResponse } from './problem';
import { isApiPath } from './request-meta';

/** Gives what the framework itself refuses below /api (no such path, no such method) the API's own form. */
export const apiProblems: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  const isOurs = (response.headers.get('content-type') ?? '').includes('json');
  if (!isApiPath(event.url.pathname) || response.status < 400 || isOurs) return response;
  const code = response.status < 500 ? 'not-found' : 'internal';
  const problem = problemResponse(new DomainError(code), event.locals.requestId);
  return new Response(problem.body, { status: response.status, headers: problem.headers });
};
