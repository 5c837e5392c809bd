import type { Handle } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import type { App } from '../app';
import { accessLog } from './access-log';
import { apiProblems } from './api-problems';
import { bodyLimit } from './body-limit';
import { ownOrigin } from './own-origin';
import { provideApp } from './provide-app';
import { securityHeaders } from './security-headers';
import { session } from './session';

/** What every request passes through, in this order. */
export const requestPath = (app: () => App | undefined): Handle =>
  sequence(provideApp(app), accessLog, securityHeaders, apiProblems, ownOrigin, bodyLimit, session);
