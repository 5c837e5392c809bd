import type { Gateways, Heartbeat, Summary } from '../../protocol/down';
import { viewKey } from '../../protocol/view-key';
import type { View } from '../../protocol/views';
import { kpisOf } from './kpis';
import type { HopsHealth } from './live-source';
import type { Moment } from './moment';
import type { TotalsHistory } from './totals-history';
import type { Viewer } from './viewer';

/** The second's sign of life for one audience. */
export function heartbeatFor(
  viewer: Viewer,
  moment: Moment,
  rest: HopsHealth & { head: number; frameMs: number },
): Heartbeat {
  const { totals: t, sites: all } = moment.seenBy(viewer);
  const sites = all.filter(({ gatewaysTotal }) => gatewaysTotal > 0);
  return {
    now: moment.now,
    ...rest,
    gateways: { live: t.gatewaysLive, total: t.gateways, held: t.gatewaysHeld },
    drives: { live: t.live, stale: t.stale, lost: t.lost, never: t.never },
    sites: { live: sites.filter(({ gatewaysLive }) => gatewaysLive > 0).length, total: sites.length },
  };
}

/** Key figures and one line per site, over what the audience may see. */
export function summaryFor(viewer: Viewer, moment: Moment, history: TotalsHistory): Summary {
  const { audience } = viewer;
  const lines = history.of(audience.key, audience.zones);
  const { totals, sites } = moment.seenBy(viewer);
  return {
    now: moment.now,
    kpis: kpisOf(totals).map((kpi) => ({ ...kpi, history: [...(lines.get(kpi.key) ?? [])] })),
    sites: [...sites],
  };
}

/** The gateways of a site or gateway view that the audience may see. */
export const gatewaysFor = (viewer: Viewer, view: View, moment: Moment): Gateways => ({
  view: viewKey(view),
  now: moment.now,
  gateways: moment.gatewaysIn(view, viewer),
});
