import { can } from '$lib/domain/access/can';
import { zoneSubject } from '$lib/domain/access/subject';
import { audienceOf } from '$lib/domain/access/visibility';
import { DomainError } from '$lib/domain/errors';
import { DAY_MS } from '$lib/domain/time';
import { askApi } from '$lib/live/api';
import type { AttestationView, PosturePointView, ZonePosture } from '$lib/protocol/posture';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

const SHOWN_MS = 90 * DAY_MS;

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
    const [posture, { points }, { items }] = await Promise.all([
      askApi<ZonePosture>(`/zones/${zone.id}/posture`, { fetch }),
      askApi<{ points: PosturePointView[] }>(`/zones/${zone.id}/posture/history`, { fetch, query: { from } }),
      askApi<{ items: AttestationView[] }>('/attestations', { fetch, query: { zone: zone.id } }),
    ]);
    const subject = zoneSubject(zone);
    return {
      posture,
      points,
      from,
      attestations: items,
      mayAttest: can(actor, 'posture.attest', subject).allowed,
      mayCountersign: can(actor, 'posture.countersign', subject).allowed,
      self: actor.id,
    };
  },
);
