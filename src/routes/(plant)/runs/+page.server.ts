import { zoneSubject } from '$lib/domain/access/subject';
import { audienceOf } from '$lib/domain/access/visibility';
import { runApiQuery, runFilterOf } from '$lib/components/playbooks/run-filter';
import { answered, askApi } from '$lib/live/api';
import type { RunView } from '$lib/protocol/runs';
import { listNames } from '$lib/server/access/colleagues';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

interface RunPage {
  items: readonly RunView[];
  next: string | null;
}

/** The runs that the address asks for; what changes about them comes live. */
export const load = pageLoad(
  'plant.view',
  async ({ url, fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:runs');
    const filter = runFilterOf(url.searchParams);
    const plant = app.plant();
    const visible = audienceOf(actor, plant).zones;
    const subjects = plant.zones.filter(({ id }) => visible.has(id)).map(zoneSubject);
    return {
      filter,
      answeredAt: app.clock.now(),
      answer: await answered(askApi<RunPage>('/runs', { fetch, query: runApiQuery(filter) })),
      names: await app.database.read((tx) => listNames(tx, subjects)),
    };
  },
);
