import { zoneFilterOf } from '$lib/components/zones/zone-filter';
import type { ConduitView } from '$lib/protocol/conduits';
import type { ZoneLevels } from '$lib/protocol/posture';
import { askApi } from '$lib/live/api';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** Every zone that the person may see, with its achieved levels, and the conduits of these. */
export const load = pageLoad('plant.view', async ({ url, fetch }: PageServerLoadEvent, { app }) => {
  const [{ zones }, { items }] = await Promise.all([
    askApi<{ zones: ZoneLevels[] }>('/posture', { fetch }),
    askApi<{ items: ConduitView[] }>('/conduits', { fetch }),
  ]);
  return { zones, conduits: items, filter: zoneFilterOf(url.searchParams), at: app.clock.now() };
});
