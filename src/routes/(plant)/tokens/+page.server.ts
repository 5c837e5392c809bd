import { can } from '$lib/domain/access/can';
import { INSTALLATION } from '$lib/domain/access/subject';
import { DomainError } from '$lib/domain/errors';
import { createToken, endToken, tokensOfAll } from '$lib/server/access/ingest-tokens';
import { formAction } from '$lib/server/http/form-action';
import { pageLoad } from '$lib/server/http/page-load';
import { renewByForm } from '$lib/server/http/sign-in-handlers';
import type { Actions, PageServerLoadEvent } from './$types';

/** Tokens of every gateway: for those who administer the whole plant, as making and revoking them is. */
export const load = pageLoad('token.manage', async (_event: PageServerLoadEvent, { app, actor }) => {
  const decision = can(actor, 'token.manage', INSTALLATION);
  if (!decision.allowed) throw new DomainError(decision.code, decision.reason);
  return {
    tokens: await app.database.read(tokensOfAll),
    gateways: app.plant().gateways.map(({ id }) => id),
  };
});

export const actions: Actions = {
  renew: renewByForm,
  create: formAction(createToken, {
    done: ({ gateway, token }) => ({ handOver: { gateway, token } }),
  }),
  revoke: formAction(endToken, {
    done: ({ gateway, name }) => ({ did: `The token "${name}" of ${gateway} is revoked.` }),
  }),
};
