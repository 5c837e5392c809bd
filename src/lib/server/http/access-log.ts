import type { Handle } from '@sveltejs/kit';
import { addressOf } from './request-meta';

/**
 * One line per request: path without its query, which may hold anything, and no header. Reading is debug;
 * what changes something or fails is info.
 */
export const accessLog: Handle = async ({ event, resolve }) => {
  const { app, requestId } = event.locals;
  const from = performance.now();
  const response = await resolve(event);
  const { method } = event.request;
  const line = {
    requestId,
    method,
    path: event.url.pathname,
    status: response.status,
    ms: Math.round(performance.now() - from),
    person: event.locals.actor?.id,
    address: addressOf(event),
  };
  const isQuiet = (method === 'GET' || method === 'HEAD') && response.status < 500;
  app.log[isQuiet ? 'debug' : 'info'](line, 'request');
  return response;
};
