import { redirect } from '@sveltejs/kit';
import { reauthenticate, signIn, signOut } from '../access/sign-in';
import { apiMutation } from './api-mutation';
import { formAction } from './form-action';
import { problemResponse } from './problem';
import { wantsPage } from './request-meta';
import { returnPath } from './return-path';
import { dropSessionCookie, keepSessionCookie, setSessionCookie } from './session-cookie';
import { DomainError } from '../../domain/errors';
import type { RequestEvent } from '@sveltejs/kit';

/** Signing in by the page's form: on to where the person wanted to go. */
export const signInByForm = formAction(signIn, {
  done: ({ token }, event) => {
    setSessionCookie(event, token);
    redirect(303, returnPath(event.url.searchParams.get('next')));
  },
});

/** Signing in by a script, with JSON or form fields: the cookie comes with the answer. */
export const signInByScript = apiMutation(signIn, ({ token, person, expiresAt }, event) => {
  setSessionCookie(event, token);
  return Response.json({ person, expiresAt: new Date(expiresAt).toISOString() });
});

/** The password once more, in place, for dialogs of any page. */
export const renewByScript = apiMutation(reauthenticate, ({ expiresAt }, event) => {
  keepSessionCookie(event);
  return Response.json({ expiresAt: new Date(expiresAt).toISOString() });
});

/** The password once more, by a form of a page. */
export const renewByForm = formAction(reauthenticate, {
  done: ({ expiresAt }, event) => {
    keepSessionCookie(event);
    return { renewedUntil: expiresAt };
  },
});

const endSession = apiMutation(signOut, (_result, event) => {
  dropSessionCookie(event);
  return new Response(null, { status: 204 });
});

/** Signing out, from a page or a script; from a page it also works when the session is long over. */
export async function signOutAnyhow(event: RequestEvent): Promise<Response> {
  const response = await endSession(event);
  if (!wantsPage(event.request)) return response;
  if (response.status >= 500)
    return problemResponse(new DomainError('database.unavailable'), event.locals.requestId);
  dropSessionCookie(event);
  redirect(303, '/login');
}
