import type { Handle } from '@sveltejs/kit';
import type { App } from '../app';
import { accessLog } from './access-log';
import { apiProblems } from './api-problems';
import { bodyLimit } from './body-limit';
import { compression } from './compression';
import { ownOrigin } from './own-origin';
import { provideApp } from './provide-app';
import { securityHeaders } from './security-headers';
import { session } from './session';

/** What every request passes through, in this order. */
export const requestPath = (app: () => App | undefined): Handle =>
  oneAfterAnother(
    provideApp(app),
    accessLog,
    compression,
    securityHeaders,
    apiProblems,
    ownOrigin,
    bodyLimit,
    session,
  );

/** As the framework's own `sequence`, which works only within its requests; none of ours changes a page's text. */
const oneAfterAnother =
  (...handles: Handle[]): Handle =>
  ({ event, resolve }) => {
    const next = (i: number): ReturnType<Handle> => {
      const handle = handles[i];
      return handle === undefined ? resolve(event) : handle({ event, resolve: () => next(i + 1) });
    };
    return next(0);
  };
