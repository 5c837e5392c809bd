import type { RequestEvent } from '@sveltejs/kit';
import { COOKIE_MAX_AGE_S, SESSION_COOKIE } from '../access/sessions';

/** Hands the browser the session's secret: not for scripts, not for other sites, over TLS only where there is TLS. */
export function setSessionCookie(event: Pick<RequestEvent, 'cookies' | 'url'>, token: string): void {
  event.cookies.set(SESSION_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: event.url.protocol === 'https:',
    maxAge: COOKIE_MAX_AGE_S,
  });
}

/** Keeps the cookie as long as a renewed session. */
export function keepSessionCookie(event: Pick<RequestEvent, 'cookies' | 'url'>): void {
  const token = event.cookies.get(SESSION_COOKIE);
  if (token !== undefined) setSessionCookie(event, token);
}

export function dropSessionCookie(event: Pick<RequestEvent, 'cookies' | 'url'>): void {
  event.cookies.delete(SESSION_COOKIE, { path: '/', secure: event.url.protocol === 'https:' });
}
