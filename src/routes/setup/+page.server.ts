import { redirect } from '@sveltejs/kit';
import { needsSetup, setUpInstallation } from '$lib/server/access/setup';
import { formAction } from '$lib/server/http/form-action';
import type { Actions, PageServerLoad } from './$types';

/** Open only until the first administrator exists. */
export const load: PageServerLoad = async ({ locals: { app } }) => {
  if (!(await app.database.read(needsSetup))) redirect(303, '/login');
};

export const actions: Actions = {
  default: formAction(setUpInstallation, { done: () => redirect(303, '/login') }),
};
