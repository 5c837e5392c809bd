import { assetApiQuery, assetFilterOf } from '$lib/components/assets/asset-filter';
import { can, canSomewhere } from '$lib/domain/access/can';
import { INSTALLATION } from '$lib/domain/access/subject';
import { answered, askApi } from '$lib/live/api';
import type { AssetPage } from '$lib/protocol/assets';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** The assets that the address asks for, one page of them. */
export const load = pageLoad(
  'plant.view',
  async ({ url, fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:assets');
    const filter = assetFilterOf(url.searchParams);
    return {
      filter,
      answeredAt: app.clock.now(),
      answer: await answered(askApi<AssetPage>('/assets', { fetch, query: assetApiQuery(filter) })),
      mayImport: can(actor, 'plant.import', INSTALLATION).allowed,
      mayExport: canSomewhere(actor, 'report.export'),
    };
  },
);
