import { DomainError } from '$lib/domain/errors';
import type { EventDetail } from '$lib/components/events/event-answers';
import { ApiError, askApi } from '$lib/live/api';
import { pageLoad } from '$lib/server/http/page-load';
import { reachOf } from '$lib/server/http/reach';
import type { PageServerLoadEvent } from './$types';

/** One event in full; what changes about it comes live. */
export const load = pageLoad(
  'plant.view',
  async ({ params, fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:event');
    const plant = app.plant();
    const detail = await askApi<EventDetail>(`/events/${params.event}`, { fetch }).catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 'not-found') {
        throw new DomainError('not-found', 'There is no such event, or you may not see it.');
      }
      throw error;
    });
    return {
      detail,
      // To have looked at an event is what acknowledging is to an alarm.
      mayReview: reachOf(actor, plant, 'alarm.acknowledge'),
      mayOpen: reachOf(actor, plant, 'incident.open'),
    };
  },
);
