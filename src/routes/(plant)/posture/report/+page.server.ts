import { trendAsk, trendQueryOf } from '$lib/components/trends/trend-query';
import { askApi } from '$lib/live/api';
import type { RequirementCountView, TrendReport } from '$lib/protocol/trends';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** The figures of the trends page, and how every requirement stands, for a report. */
export const load = pageLoad('report.export', async ({ url, fetch }: PageServerLoadEvent, { app, actor }) => {
  const query = trendQueryOf(url.searchParams);
  const { site, zone } = query;
  const [report, { items }] = await Promise.all([
    askApi<TrendReport>('/trends', { fetch, query: trendAsk(query) }),
    askApi<{ items: RequirementCountView[] }>('/trends/standings', { fetch, query: { site, zone } }),
  ]);
  const plant = app.plant();
  const name =
    plant.zones.find(({ id }) => id === report.scope.zone)?.name ??
    plant.sites.find(({ id }) => id === report.scope.site)?.name ??
    `${plant.name}, all zones`;
  return { query, report, counts: items, scope: name, person: actor.displayName };
});
