import { redirect } from '@sveltejs/kit';
import { ROLE_LABELS } from '$lib/domain/access/roles';
import { audienceOf, canSeeZone } from '$lib/domain/access/visibility';
import type { FramePlant } from '$lib/components/frame/frame-plant';
import { planSites, type SitePlan } from '$lib/components/plant/plant-plan';
import type { LayoutServerLoad } from './$types';

/** What every page stands in: the person, and the part of the plant they may see. */
export const load: LayoutServerLoad = ({ locals, url }): { frame: FramePlant; sites: SitePlan[] } => {
  const { actor, app } = locals;
  if (!actor || actor.kind === 'anonymous') redirect(303, `/login?next=${encodeURIComponent(url.pathname)}`);
  const plant = app.registry.current();
  const audience = audienceOf(actor, plant);
  const sites = planSites(plant, (zone) => canSeeZone(audience, zone));
  return {
    frame: {
      actor,
      roles: [...new Set(actor.grants.map((grant) => ROLE_LABELS[grant.role]))].join(', '),
      sites: sites.map(({ id, name, timeZone }) => ({ id, name, timeZone })),
      timeZone: sites[0]?.timeZone ?? 'UTC',
      simulated: app.settings.kind === 'demo',
    },
    sites,
  };
};
