import { can } from '$lib/domain/access/can';
import { INSTALLATION } from '$lib/domain/access/subject';
import { DomainError } from '$lib/domain/errors';
import { answered, ApiError, askApi } from '$lib/live/api';
import type { MatchView } from '$lib/protocol/advisories';
import type { AssetView } from '$lib/protocol/assets';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** One asset with everything that is known of it. */
export const load = pageLoad(
  'plant.view',
  async ({ params, fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:asset');
    const [asset, matches] = await Promise.all([
      assetOf(params.asset, fetch),
      answered(askApi<{ items: MatchView[] }>('/matches', { fetch, query: { asset: params.asset } })),
    ]);
    return {
      asset,
      matches,
      answeredAt: app.clock.now(),
      mayDecide: can(actor, 'vulnerability.decide', INSTALLATION).allowed,
    };
  },
);

async function assetOf(id: string, via: typeof fetch): Promise<AssetView> {
  try {
    return await askApi<AssetView>(`/assets/${encodeURIComponent(id)}`, { fetch: via });
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not-found')
      throw new DomainError('not-found', 'There is no such asset.');
    throw error;
  }
}
