import { error } from '@sveltejs/kit';
import { audienceOf, canSeePlaced } from '$lib/domain/access/visibility';
import type { DriveId } from '$lib/domain/ids';
import type { Drive } from '$lib/domain/plant/model';
import type { PageServerLoad } from './$types';

/** One site and the display limits of its drives; values come live. */
export const load: PageServerLoad = async ({ params, locals, parent }) => {
  const { sites } = await parent();
  const site = sites.find(({ id }) => id === params.site);
  if (!site || !locals.actor)
    error(404, { message: 'There is no such plant, or you may not see it.', code: 'not-found' });

  const plant = locals.app.registry.current();
  const audience = audienceOf(locals.actor, plant);
  const zones = new Set(site.zones.map(({ id }) => id));
  const limits: Record<DriveId, Drive['limits']> = {};
  for (const drive of plant.drives) {
    if (zones.has(drive.zone) && canSeePlaced(audience, drive)) limits[drive.id] = drive.limits;
  }
  return { site, limits };
};
