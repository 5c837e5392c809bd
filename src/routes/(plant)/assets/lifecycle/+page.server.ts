import { can } from '$lib/domain/access/can';
import { INSTALLATION } from '$lib/domain/access/subject';
import { answered, askApi } from '$lib/live/api';
import type { LifecycleRow } from '$lib/protocol/assets';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** What ends when: products of the plant and all that vendors published. */
export const load = pageLoad(
  'plant.view',
  async ({ url, fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:lifecycle');
    return {
      answer: await answered(askApi<{ items: LifecycleRow[] }>('/lifecycle', { fetch })),
      answeredAt: app.clock.now(),
      all: url.searchParams.get('all') === 'yes',
      mayDecide: can(actor, 'vulnerability.decide', INSTALLATION).allowed,
    };
  },
);
