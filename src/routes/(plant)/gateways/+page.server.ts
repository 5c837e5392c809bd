import { can } from '$lib/domain/access/can';
import { INSTALLATION } from '$lib/domain/access/subject';
import { audienceOf, canSeePlaced } from '$lib/domain/access/visibility';
import type { RefusedConnection } from '$lib/components/gateways/gateway-plan';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** Refusals that a page shows; the rest are counted and kept. */
const MOST_REFUSED = 50;

/** Every gateway the person may see; whoever manages gateways also sees who was turned away. */
export const load = pageLoad('plant.view', async ({ depends }: PageServerLoadEvent, { app, actor }) => {
  depends('zonewatch:gateways');
  const plant = app.plant();
  const audience = audienceOf(actor, plant);
  const gateways = plant.gateways
    .filter((gateway) => canSeePlaced(audience, gateway))
    .map((gateway) => app.gatewayHealth(gateway.id));
  const mayManage = can(actor, 'gateway.manage', INSTALLATION).allowed;
  const refused: RefusedConnection[] | undefined = mayManage
    ? await app.refusedConnections(MOST_REFUSED)
    : undefined;
  return { gateways, refused, at: app.clock.now() };
});
