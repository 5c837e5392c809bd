import { audienceOf, canSeePlaced } from '$lib/domain/access/visibility';
import { DomainError } from '$lib/domain/errors';
import type { DriveId } from '$lib/domain/ids';
import type { Drive } from '$lib/domain/plant/model';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** One site and the display limits of its drives; values come live. */
export const load = pageLoad(
  'plant.view',
  async ({ params, parent }: PageServerLoadEvent, { app, actor }) => {
    const { sites } = await parent();
    const site = sites.find(({ id }) => id === params.site);
    if (!site) throw new DomainError('not-found');

    const plant = app.plant();
    const audience = audienceOf(actor, plant);
    const zones = new Set(site.zones.map(({ id }) => id));
    const limits: Record<DriveId, Drive['limits']> = {};
    for (const drive of plant.drives) {
      if (zones.has(drive.zone) && canSeePlaced(audience, drive)) limits[drive.id] = drive.limits;
    }
    return { site, limits };
  },
);
