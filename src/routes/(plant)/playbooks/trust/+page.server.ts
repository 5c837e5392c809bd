import { can } from '$lib/domain/access/can';
import { INSTALLATION } from '$lib/domain/access/subject';
import { allowHost, forbidHost } from '$lib/server/outgoing/commands';
import { listOutgoing } from '$lib/server/outgoing/list';
import { formAction } from '$lib/server/http/form-action';
import { pageLoad } from '$lib/server/http/page-load';
import { renewByForm } from '$lib/server/http/sign-in-handlers';
import { revokeTrust, trustSigner } from '$lib/server/playbooks/library/signers';
import type { Actions, PageServerLoadEvent } from './$types';

/** Whose signatures of playbooks count, for everybody; and for administrators the hosts that steps may call. */
export const load = pageLoad('plant.view', async (_event: PageServerLoadEvent, { app, actor }) => {
  const may = (action: 'certificate.manage' | 'settings.change') => can(actor, action, INSTALLATION).allowed;
  return {
    signers: await app.playbooks.signers(),
    outgoing: may('settings.change') ? await listOutgoing(app.database) : undefined,
    mayTrust: may('certificate.manage'),
  };
});

export const actions: Actions = {
  renew: renewByForm,
  trust: formAction(trustSigner, {
    done: ({ name }) => ({ did: `Signatures of "${name}" count from now on.` }),
  }),
  revoke: formAction(revokeTrust, {
    done: ({ name }) => ({ did: `Signatures of "${name}" count no more, and never will again.` }),
  }),
  allow: formAction(allowHost, { done: (host) => ({ did: `Steps may call ${host}.` }) }),
  forbid: formAction(forbidHost, { done: (host) => ({ did: `Steps may call ${host} no more.` }) }),
};
