import { can } from '$lib/domain/access/can';
import { zoneSubject } from '$lib/domain/access/subject';
import { audienceOf } from '$lib/domain/access/visibility';
import { DomainError } from '$lib/domain/errors';
import { DAY_MS } from '$lib/domain/time';
import { askApi } from '$lib/live/api';
import type { AssetRow } from '$lib/protocol/assets';
import type { ConduitView } from '$lib/protocol/conduits';
import type { IncidentView } from '$lib/protocol/incidents';
import type { AttestationView, PosturePointView, ZoneLevels, ZonePosture } from '$lib/protocol/posture';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

const SHOWN_MS = 90 * DAY_MS;
const MOST_ASSETS = 30;

/** One zone: its posture, how it came about, and what people signed for it. */
export const load = pageLoad(
  'plant.view',
  async ({ params, fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:zone');
    const plant = app.plant();
    const zone = plant.zones.find(({ id }) => id === params.zone);
    if (zone === undefined || !audienceOf(actor, plant).zones.has(zone.id))
      throw new DomainError('not-found', 'There is no such zone.');
    const from = app.clock.now() - SHOWN_MS;
    const query = { zone: zone.id };
    const [posture, { points }, { items }, incidents, conduits, levels, assets] = await Promise.all([
      askApi<ZonePosture>(`/zones/${zone.id}/posture`, { fetch }),
      askApi<{ points: PosturePointView[] }>(`/zones/${zone.id}/posture/history`, { fetch, query: { from } }),
      askApi<{ items: AttestationView[] }>('/attestations', { fetch, query }),
      askApi<{ items: IncidentView[] }>('/incidents', { fetch, query: { ...query, state: 'all', limit: 8 } }),
      askApi<{ items: ConduitView[] }>('/conduits', { fetch, query }),
      askApi<{ zones: ZoneLevels[] }>('/posture', { fetch }),
      askApi<{ items: AssetRow[]; total: number }>('/assets', {
        fetch,
        query: { ...query, limit: MOST_ASSETS },
      }),
    ]);
    const subject = zoneSubject(zone);
    return {
      posture,
      points,
      from,
      attestations: items,
      incidents: incidents.items,
      conduits: conduits.items,
      neighbours: neighboursOf(conduits.items, levels.zones),
      assets: { items: assets.items, total: assets.total },
      mayAttest: can(actor, 'posture.attest', subject).allowed,
      mayCountersign: can(actor, 'posture.countersign', subject).allowed,
      self: actor.id,
    };
  },
);

/** Levels of the zones at either end of these conduits; nothing of others goes to the page. */
function neighboursOf(conduits: readonly ConduitView[], zones: readonly ZoneLevels[]): ZoneLevels[] {
  const ends = new Set<string>(conduits.flatMap(({ from, to }) => [from.zone ?? '', to.zone ?? '']));
  return zones.filter(({ zone }) => ends.has(zone));
}
