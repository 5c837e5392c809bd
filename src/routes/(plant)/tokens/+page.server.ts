import { createToken, endToken, tokensOfAll } from '$lib/server/access/ingest-tokens';
import { formAction } from '$lib/server/http/form-action';
import { pageLoad } from '$lib/server/http/page-load';
import { renewByForm } from '$lib/server/http/sign-in-handlers';
import type { Actions, PageServerLoadEvent } from './$types';

export const load = pageLoad('token.manage', async (_event: PageServerLoadEvent, { app }) => ({
  tokens: await app.database.read(tokensOfAll),
  gateways: app.plant().gateways.map(({ id }) => id),
}));

export const actions: Actions = {
  renew: renewByForm,
  create: formAction(createToken, {
    done: ({ gateway, token }) => ({ handOver: { gateway, token } }),
  }),
  revoke: formAction(endToken, {
    done: ({ gateway, name }) => ({ did: `The token "${name}" of ${gateway} is revoked.` }),
  }),
};
