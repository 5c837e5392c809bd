import { can } from '$lib/domain/access/can';
import { INSTALLATION } from '$lib/domain/access/subject';
import { audienceOf, canSeePlaced } from '$lib/domain/access/visibility';
import { DomainError } from '$lib/domain/errors';
import { silentAfterMs } from '$lib/domain/telemetry/silence';
import { recordOf, type RecordAnswer } from '$lib/components/gateways/gateway-facts';
import type { GatewayPlan } from '$lib/components/gateways/gateway-plan';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** One gateway: where it stands and how its link is come with the page, what it says of itself follows. */
export const load = pageLoad(
  'plant.view',
  async ({ params, depends, parent }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:gateway');
    const plant = app.plant();
    const gateway = plant.gateways.find(({ id }) => id === params.gateway);
    const { sites } = await parent();
    const site = sites.find(({ id }) => id === gateway?.site);
    const zone = site?.zones.find(({ id }) => id === gateway?.zone);
    if (!gateway || !site || !zone || !canSeePlaced(audienceOf(actor, plant), gateway)) {
      throw new DomainError('not-found', 'There is no such gateway, or you may not see it.');
    }
    const intervals = plant.drives
      .filter((drive) => drive.gateway === gateway.id)
      .map((drive) => drive.expectedIntervalMs);
    const plan: GatewayPlan = {
      id: gateway.id,
      name: gateway.name,
      model: gateway.model,
      site: { id: site.id, name: site.name, timeZone: site.timeZone },
      zone,
      silentAfterMs: silentAfterMs(intervals.length > 0 ? Math.min(...intervals) : undefined),
    };
    const now = app.clock.now();
    const record: Promise<RecordAnswer> = app.gatewayFacts(gateway.id).then(
      (facts) => ({ ok: true, ...recordOf(now, facts) }),
      () => ({ ok: false, message: 'What the gateway says of itself could not be read.' }),
    );
    const mayPermit = can(actor, 'gateway.manage', INSTALLATION).allowed;
    return { plan, health: app.gatewayHealth(gateway.id), record, mayPermit };
  },
);
