import { canSomewhere } from '$lib/domain/access/can';
import { zoneSubject } from '$lib/domain/access/subject';
import { audienceOf } from '$lib/domain/access/visibility';
import { answered, askApi } from '$lib/live/api';
import type { PlaybookSummary } from '$lib/protocol/playbooks';
import { listNames } from '$lib/server/access/colleagues';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** The library. It is the same for everybody; where a playbook may be started is judged when it is. */
export const load = pageLoad(
  'plant.view',
  async ({ fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:playbooks');
    const plant = app.plant();
    const visible = audienceOf(actor, plant).zones;
    const subjects = plant.zones.filter(({ id }) => visible.has(id)).map(zoneSubject);
    return {
      answer: await answered(askApi<{ items: readonly PlaybookSummary[] }>('/playbooks', { fetch })),
      names: await app.database.read((tx) => listNames(tx, subjects)),
      mayImport: canSomewhere(actor, 'playbook.import'),
    };
  },
);
