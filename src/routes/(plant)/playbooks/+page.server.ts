import { canSomewhere } from '$lib/domain/access/can';
import { answered, askApi } from '$lib/live/api';
import type { PlaybookSummary } from '$lib/protocol/playbooks';
import { namesAround } from '$lib/server/http/names-around';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** The library. It is the same for everybody; where a playbook may be started is judged when it is. */
export const load = pageLoad(
  'plant.view',
  async ({ fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:playbooks');
    return {
      answer: await answered(askApi<{ items: readonly PlaybookSummary[] }>('/playbooks', { fetch })),
      names: await namesAround(app, actor),
      mayImport: canSomewhere(actor, 'playbook.import'),
    };
  },
);
