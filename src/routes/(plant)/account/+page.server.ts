import { grantKey } from '$lib/domain/access/scope';
import { changePassword, endOwnSessions, listSessions } from '$lib/server/access/own-account';
import { ownId } from '$lib/server/access/sign-in';
import { formAction } from '$lib/server/http/form-action';
import { pageLoad } from '$lib/server/http/page-load';
import { renewByForm } from '$lib/server/http/sign-in-handlers';
import type { Actions, PageServerLoadEvent } from './$types';

export const load = pageLoad('signed-in', async ({ locals }: PageServerLoadEvent, { app, actor }) => ({
  person: {
    id: actor.id,
    displayName: actor.displayName,
    roles: actor.grants.map(grantKey),
    readOnly: actor.readOnly,
  },
  sessions: await app.database.read((tx) => listSessions(tx, ownId(actor), locals.session?.sessionId)),
}));

export const actions: Actions = {
  renew: renewByForm,
  password: formAction(changePassword, {
    done: ({ ended }) => ({ did: `The password is changed; ${ended.length} other sessions ended.` }),
  }),
  end: formAction(endOwnSessions, { done: ({ ended }) => ({ did: `${ended.length} sessions ended.` }) }),
};
