import { can } from '$lib/domain/access/can';
import type { Action } from '$lib/domain/access/actions';
import { audienceOf, canSeePlaced } from '$lib/domain/access/visibility';
import { DomainError } from '$lib/domain/errors';
import { incidentSubject } from '$lib/domain/incidents/subject';
import type { IncidentRights } from '$lib/components/incidents/incident-acts';
import type { IncidentDetail } from '$lib/components/incidents/incident-file.svelte';
import { ApiError, askApi } from '$lib/live/api';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

/** One incident with its whole history; what changes about it comes live. */
export const load = pageLoad(
  'plant.view',
  async ({ params, fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:incident');
    const detail = await askApi<IncidentDetail>(`/incidents/${params.incident}`, { fetch }).catch(
      (error: unknown) => {
        if (error instanceof ApiError && error.code === 'not-found') {
          throw new DomainError('not-found', 'There is no such incident, or you may not see it.');
        }
        throw error;
      },
    );
    const plant = app.plant();
    const subject = incidentSubject(detail.incident, plant);
    const may = (action: Action): boolean => can(actor, action, subject, plant).allowed;
    const rights: IncidentRights = {
      acknowledge: may('incident.acknowledge'),
      comment: may('incident.comment'),
      assign: may('incident.assign'),
      move: may('incident.move'),
      close: may('incident.close'),
      merge: may('incident.merge'),
    };
    const zones = new Map(plant.zones.map((zone) => [zone.id, zone.site]));
    const audience = audienceOf(actor, plant);
    const drives = plant.drives.filter(
      (drive) => zones.get(drive.zone) === detail.incident.site && canSeePlaced(audience, drive),
    );
    return {
      detail,
      rights,
      self: actor.id,
      drives: Object.fromEntries(
        drives.map(({ id, name, gateway, limits }) => [id, { name, gateway, limits }]),
      ),
    };
  },
);
