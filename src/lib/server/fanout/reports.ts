import { canSeePlaced } from '../../domain/access/visibility';
import type { ZoneId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import type { Instant } from '../../domain/time';
import type { GatewayHealth, Gateways, Heartbeat, SiteSummary, Summary } from '../../protocol/down';
import { viewKey } from '../../protocol/view-key';
import type { View } from '../../protocol/views';
import { kpisOf } from './kpis';
import type { HopsHealth } from './live-source';
import { totalsOver, type TotalsHistory } from './totals-history';
import type { Totals } from './totals';
import type { Viewer } from './viewer';

/** What is known at one moment, before it is cut to what each audience may see. */
export interface Moment {
  now: Instant;
  plant: Plant;
  zones: ReadonlyMap<ZoneId, Totals>;
  gateways: readonly GatewayHealth[];
}

/** The second's sign of life for one audience. */
export function heartbeatFor(
  viewer: Viewer,
  moment: Moment,
  rest: HopsHealth & { head: number; frameMs: number },
): Heartbeat {
  const t = totalsOver(moment.zones, viewer.audience.zones);
  const sites = sitesOf(viewer, moment).filter(({ gatewaysTotal }) => gatewaysTotal > 0);
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
  const kpis = kpisOf(totalsOver(moment.zones, audience.zones));
  return {
    now: moment.now,
    kpis: kpis.map((kpi) => ({ ...kpi, history: lines.get(kpi.key) ?? [] })),
    sites: sitesOf(viewer, moment),
  };
}

/** The gateways of a site or gateway view that the audience may see. */
export function gatewaysFor(viewer: Viewer, view: View, moment: Moment): Gateways {
  const placed = new Map(moment.plant.gateways.map((gateway) => [gateway.id, gateway]));
  const isIn = (health: GatewayHealth): boolean => {
    const gateway = placed.get(health.id);
    if (gateway === undefined || !canSeePlaced(viewer.audience, gateway)) return false;
    return view.type === 'site'
      ? gateway.site === view.site
      : view.type === 'gateway' && gateway.id === view.gateway;
  };
  return { view: viewKey(view), now: moment.now, gateways: moment.gateways.filter(isIn) };
}

function sitesOf(viewer: Viewer, { now, plant, zones }: Moment): SiteSummary[] {
  const { audience } = viewer;
  return plant.sites
    .filter(({ id }) => audience.sites.has(id))
    .map(({ id }) => {
      const own = plant.zones.filter((zone) => zone.site === id && audience.zones.has(zone.id));
      const t = totalsOver(
        zones,
        own.map((zone) => zone.id),
      );
      return {
        site: id,
        drives: t.drives,
        running: t.running,
        tripped: t.tripped,
        warning: t.warning,
        live: t.live,
        stale: t.stale,
        lost: t.lost,
        never: t.never,
        powerKw: t.powerKw.known === 0 ? null : t.powerKw.sum,
        meanLoadPct: t.loadPct.known === 0 ? null : t.loadPct.sum / t.loadPct.known,
        driveAgeMs: t.oldestAt === undefined ? null : Math.max(0, now - t.oldestAt),
        gatewayAgeMs: t.quietestAt === undefined ? null : Math.max(0, now - t.quietestAt),
        gatewaysLive: t.gatewaysLive,
        gatewaysTotal: t.gateways,
      };
    });
}
