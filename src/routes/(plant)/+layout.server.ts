import { ROLE_LABELS } from '$lib/domain/access/roles';
import { audienceOf, canSeeZone } from '$lib/domain/access/visibility';
import { reachOf } from '$lib/components/alarms/alarm-rights';
import type { FramePlant } from '$lib/components/frame/frame-plant';
import { planSites } from '$lib/components/plant/plant-plan';
import { pageLoad } from '$lib/server/http/page-load';

/** What every page stands in: the person, and the part of the plant they may see. */
export const load = pageLoad('signed-in', (_event, { app, actor }) => {
  const plant = app.plant();
  const audience = audienceOf(actor, plant);
  const sites = planSites(plant, (zone) => canSeeZone(audience, zone));
  const frame: FramePlant = {
    actor,
    roles: [...new Set(actor.grants.map((grant) => ROLE_LABELS[grant.role]))].join(', '),
    rights: {
      handle: reachOf(audienceOf(actor, plant, 'alarm.acknowledge')),
      restrain: reachOf(audienceOf(actor, plant, 'alarm.suppress')),
    },
    owned: plant.zones
      .filter(({ processOwners }) => processOwners.some((owner) => owner === actor.id))
      .map(({ id }) => id),
    sites: sites.map(({ id, name, timeZone }) => ({ id, name, timeZone })),
    timeZone: sites[0]?.timeZone ?? 'UTC',
    simulated: app.kind === 'demo',
  };
  return { frame, sites };
});
