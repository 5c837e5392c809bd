import { runApiQuery, runFilterOf } from '$lib/components/playbooks/run-filter';
import { answered, askApi } from '$lib/live/api';
import type { RunView } from '$lib/protocol/runs';
import { namesAround } from '$lib/server/http/names-around';
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
    return {
      filter,
      answeredAt: app.clock.now(),
      answer: await answered(askApi<RunPage>('/runs', { fetch, query: runApiQuery(filter) })),
      names: await namesAround(app, actor),
    };
  },
);
