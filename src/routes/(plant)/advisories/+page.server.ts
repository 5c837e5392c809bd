import { advisoryFilterOf, matchApiQuery } from '$lib/components/advisories/advisory-filter';
import { canSomewhere } from '$lib/domain/access/can';
import { audienceOf } from '$lib/domain/access/visibility';
import { answered, askApi } from '$lib/live/api';
import type { AdvisoryView, MatchCounts, MatchView } from '$lib/protocol/advisories';
import { namesAround } from '$lib/server/http/names-around';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

interface Matches {
  items: readonly MatchView[];
  next: string | null;
  counts: MatchCounts;
}

/** The part of the queue that the address asks for, or the advisories themselves. */
export const load = pageLoad(
  'plant.view',
  async ({ url, fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:advisories');
    const filter = advisoryFilterOf(url.searchParams);
    const isList = filter.view === 'advisories';
    const list = isList ? { text: filter.text, cursor: filter.cursor } : { limit: 1 };
    const [matches, advisories, names] = await Promise.all([
      answered(askApi<Matches>('/matches', { fetch, query: matchApiQuery(filter) })),
      answered(
        askApi<{ items: readonly AdvisoryView[]; next: string | null }>('/advisories', {
          fetch,
          query: list,
        }),
      ),
      namesAround(app, actor),
    ]);
    const { zones, everything } = audienceOf(actor, app.plant(), 'vulnerability.decide');
    return {
      filter,
      matches,
      advisories,
      names,
      self: actor.id,
      answeredAt: app.clock.now(),
      mayImport: canSomewhere(actor, 'advisory.import'),
      mayDecide: { zones: [...zones], everything },
    };
  },
);
