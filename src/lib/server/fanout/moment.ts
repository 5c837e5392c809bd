import { canSeePlaced } from '../../domain/access/visibility';
import type { SiteId, ZoneId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import type { Instant } from '../../domain/time';
import type { GatewayHealth, SiteSummary } from '../../protocol/down';
import type { View } from '../../protocol/views';
import { totalsOver } from './totals-history';
import type { Totals } from './totals';
import type { Viewer } from './viewer';

/** What one audience may know of a moment. */
interface Seen {
  totals: Totals;
  sites: readonly SiteSummary[];
}

/** What is known at one moment; cut to what an audience may see once, however many rooms ask for it. */
export class Moment {
  readonly #seen = new Map<string, Seen>();
  #bySite: ReadonlyMap<SiteId | null, readonly GatewayHealth[]> | undefined;

  constructor(
    readonly now: Instant,
    private readonly plant: Plant,
    private readonly zones: ReadonlyMap<ZoneId, Totals>,
    private readonly gateways: readonly GatewayHealth[],
  ) {}

  /** Totals of everything the viewer may see, and one line per site of it. */
  seenBy(viewer: Viewer): Seen {
    const known = this.#seen.get(viewer.key) ?? {
      totals: totalsOver(this.zones, viewer.audience.zones),
      sites: this.#sitesOf(viewer),
    };
    this.#seen.set(viewer.key, known);
    return known;
  }

  /** The gateways of a site or gateway view that the viewer may see. */
  gatewaysIn(view: View, viewer: Viewer): GatewayHealth[] {
    const isIn = (gateway: GatewayHealth): boolean =>
      gateway.zone !== null &&
      canSeePlaced(viewer.audience, gateway) &&
      (view.type === 'site' || (view.type === 'gateway' && gateway.id === view.gateway));
    const asked = view.type === 'site' ? (this.#gatewaysBySite().get(view.site) ?? []) : this.gateways;
    return asked.filter(isIn);
  }

  #gatewaysBySite(): ReadonlyMap<SiteId | null, readonly GatewayHealth[]> {
    if (this.#bySite !== undefined) return this.#bySite;
    const bySite = new Map<SiteId | null, GatewayHealth[]>();
    for (const gateway of this.gateways) {
      const others = bySite.get(gateway.site);
      if (others === undefined) bySite.set(gateway.site, [gateway]);
      else others.push(gateway);
    }
    return (this.#bySite = bySite);
  }

  #sitesOf({ audience }: Viewer): SiteSummary[] {
    return this.plant.sites
      .filter(({ id }) => audience.sites.has(id))
      .map(({ id }) => {
        const zones = this.plant.zones.filter((zone) => zone.site === id && audience.zones.has(zone.id));
        return this.#lineOf(
          id,
          totalsOver(
            this.zones,
            zones.map((zone) => zone.id),
          ),
        );
      });
  }

  #lineOf(site: SiteId, t: Totals): SiteSummary {
    return {
      site,
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
      driveAgeMs: t.oldestAt === undefined ? null : Math.max(0, this.now - t.oldestAt),
      gatewayAgeMs: t.quietestAt === undefined ? null : Math.max(0, this.now - t.quietestAt),
      gatewaysLive: t.gatewaysLive,
      gatewaysTotal: t.gateways,
    };
  }
}
