import { can } from '$lib/domain/access/can';
import type { Actor } from '$lib/domain/access/roles';
import { INSTALLATION, siteSubject, zoneSubject } from '$lib/domain/access/subject';
import type { Plant } from '$lib/domain/plant/model';
import {
  addPerson,
  disablePerson,
  enablePerson,
  endSessionsOf,
  resetPassword,
  setGrants,
} from '$lib/server/access/people';
import { listPeople } from '$lib/server/access/people-list';
import { formAction } from '$lib/server/http/form-action';
import { pageLoad } from '$lib/server/http/page-load';
import { renewByForm } from '$lib/server/http/sign-in-handlers';
import type { Actions, PageServerLoadEvent } from './$types';

export const load = pageLoad('people.view', async (_event: PageServerLoadEvent, { app, actor }) => ({
  people: await app.database.read((tx) => listPeople(tx, actor, app.plant())),
  scopes: scopesOf(actor, app.plant()),
}));

/** Places where the actor may give roles. */
function scopesOf(actor: Actor, plant: Plant): { key: string; label: string }[] {
  const within = (subject: Parameters<typeof can>[2]) => can(actor, 'people.view', subject).allowed;
  return [
    ...(within(INSTALLATION) ? [{ key: 'plant', label: 'whole plant' }] : []),
    ...plant.sites
      .filter((site) => within(siteSubject(site)))
      .map(({ id, name }) => ({ key: `site:${id}`, label: name })),
    ...plant.zones
      .filter((zone) => within(zoneSubject(zone)))
      .map(({ id, name }) => ({ key: `zone:${id}`, label: `zone ${name}` })),
  ];
}

/** The roles ticked, and the one chosen besides. */
function grantsOf(form: FormData): string[] {
  const role = form.get('role');
  const added = typeof role === 'string' && role !== '' ? [`${role}@${String(form.get('scope'))}`] : [];
  return [...form.getAll('grant').map(String), ...added];
}

export const actions: Actions = {
  renew: renewByForm,
  add: formAction(addPerson, {
    input: ({ person, displayName }, form) => ({ person, displayName, grants: grantsOf(form) }),
    done: ({ person, generatedPassword = '' }) => ({ handOver: { person, password: generatedPassword } }),
  }),
  roles: formAction(setGrants, {
    input: ({ person }, form) => ({ person, grants: grantsOf(form) }),
    done: ({ person }) => ({ did: `The roles of ${person} are saved.` }),
  }),
  disable: formAction(disablePerson, { done: ({ person }) => ({ did: `${person} is disabled.` }) }),
  enable: formAction(enablePerson, { done: ({ person }) => ({ did: `${person} may sign in again.` }) }),
  endSessions: formAction(endSessionsOf, {
    done: ({ person, ended }) => ({ did: `${ended.length} sessions of ${person} ended.` }),
  }),
  resetPassword: formAction(resetPassword, {
    done: ({ person, generatedPassword }) => ({ handOver: { person, password: generatedPassword } }),
  }),
};
