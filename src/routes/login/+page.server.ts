import { redirect } from '@sveltejs/kit';
import { needsSetup } from '$lib/server/access/setup';
import { returnPath } from '$lib/server/http/return-path';
import { signInByForm } from '$lib/server/http/sign-in-handlers';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { app, actor }, url }) => {
  if (actor !== undefined && !actor.readOnly) redirect(303, returnPath(url.searchParams.get('next')));
  const databaseAway = app.database.availability().state !== 'available';
  return { databaseAway, needsSetup: !databaseAway && (await app.database.read(needsSetup)) };
};

export const actions: Actions = { default: signInByForm };
