import type { ZoneLevels } from '$lib/protocol/posture';
import { askApi } from '$lib/live/api';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** Every zone that the person may see, with its achieved levels. */
export const load = pageLoad('plant.view', async ({ fetch }: PageServerLoadEvent, { app }) => {
  const { zones } = await askApi<{ zones: ZoneLevels[] }>('/posture', { fetch });
  return { zones, at: app.clock.now() };
});
