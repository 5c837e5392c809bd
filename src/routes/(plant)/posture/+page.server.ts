import { trendAsk, trendQueryOf } from '$lib/components/trends/trend-query';
import { answered, askApi } from '$lib/live/api';
import type { TrendReport } from '$lib/protocol/trends';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** The trends that the address asks for. */
export const load = pageLoad('report.export', async ({ url, fetch }: PageServerLoadEvent, { app }) => {
  const query = trendQueryOf(url.searchParams);
  return {
    query,
    now: app.clock.now(),
    answer: await answered(askApi<TrendReport>('/trends', { fetch, query: trendAsk(query) })),
  };
});
