import { audienceOf } from '$lib/domain/access/visibility';
import { askApi } from '$lib/live/api';
import type { AttestationView } from '$lib/protocol/posture';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

const VIEWS = ['due', 'waiting', 'all'] as const;

/** What was signed for the zones that the person may see, and where they may sign. */
export const load = pageLoad(
  'plant.view',
  async ({ url, fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:zone');
    const plant = app.plant();
    const { items } = await askApi<{ items: AttestationView[] }>('/attestations', { fetch });
    const wanted = url.searchParams.get('view');
    return {
      items,
      view: VIEWS.find((view) => view === wanted) ?? 'due',
      zone: (url.searchParams.get('zone') ?? '').slice(0, 100),
      at: app.clock.now(),
      mayAttest: [...audienceOf(actor, plant, 'posture.attest').zones],
      mayCountersign: [...audienceOf(actor, plant, 'posture.countersign').zones],
      self: actor.id,
    };
  },
);
