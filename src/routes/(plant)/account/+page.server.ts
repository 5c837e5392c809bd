import { ROLE_LABELS, type Grant } from '$lib/domain/access/roles';
import type { Plant } from '$lib/domain/plant/model';
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
    roles: actor.grants.map((grant) => grantText(grant, app.plant())),
    readOnly: actor.readOnly,
  },
  sessions: await app.database.read((tx) => listSessions(tx, ownId(actor), locals.session?.sessionId)),
}));

/** A role and where it holds, in words; a place that left the plant keeps its id. */
function grantText({ role, scope }: Grant, plant: Plant): string {
  const label = ROLE_LABELS[role];
  switch (scope.kind) {
    case 'plant':
      return `${label} of the whole plant`;
    case 'site':
      return `${label} of ${plant.sites.find((site) => site.id === scope.site)?.name ?? scope.site}`;
    case 'zone':
      return `${label} of zone ${plant.zones.find((zone) => zone.id === scope.zone)?.name ?? scope.zone}`;
  }
}

export const actions: Actions = {
  renew: renewByForm,
  password: formAction(changePassword, {
    done: ({ ended }) => ({ did: `The password is changed; ${ended.length} other sessions ended.` }),
  }),
  end: formAction(endOwnSessions, { done: ({ ended }) => ({ did: `${ended.length} sessions ended.` }) }),
};
