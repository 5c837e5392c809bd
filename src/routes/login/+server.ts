import { signInByScript } from '$lib/server/http/sign-in-handlers';
import type { RequestHandler } from './$types';

export const POST = signInByScript;

/** The page also for those who do not say that they want one, such as a check by a script. */
export const GET: RequestHandler = ({ fetch, url }) =>
  fetch(url, { headers: { accept: 'text/html' }, redirect: 'manual' });
