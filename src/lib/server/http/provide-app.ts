import type { Handle } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import type { App } from '../app';

/** Gives the request an id of its own and the program; until that is built, says so. */
export const provideApp =
  (app: () => App | undefined): Handle =>
  async ({ event, resolve }) => {
    const built = app();
    if (built === undefined) {
      return new Response('Zonewatch is starting.', { status: 503, headers: { 'retry-after': '1' } });
    }
    event.locals.app = built;
    event.locals.requestId = randomUUID();
    const response = await resolve(event);
    response.headers.set('x-request-id', event.locals.requestId);
    return response;
  };
