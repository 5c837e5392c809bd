import { EVENT_TYPE_IDS, EVENT_TYPES } from '$lib/domain/security/catalogue';
import { apiQuery, eventFilterOf } from '$lib/components/events/event-filter';
import type { EventPage } from '$lib/components/events/event-answers';
import { answered, askApi } from '$lib/live/api';
import { pageLoad } from '$lib/server/http/page-load';
import { reachOf } from '$lib/server/http/reach';
import type { PageServerLoadEvent } from './$types';

/** The events that the address asks for; what changes about them comes live. */
export const load = pageLoad(
  'plant.view',
  async ({ url, fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:events');
    const filter = eventFilterOf(url.searchParams);
    const now = app.clock.now();
    const plant = app.plant();
    return {
      filter,
      answeredAt: now,
      answer: await answered(askApi<EventPage>('/events', { fetch, query: apiQuery(filter, now) })),
      types: EVENT_TYPE_IDS.map((id) => ({ id, title: EVENT_TYPES[id].title })).sort((a, b) =>
        a.title < b.title ? -1 : 1,
      ),
      // To have looked at an event is what acknowledging is to an alarm.
      mayReview: reachOf(actor, plant, 'alarm.acknowledge'),
      mayOpen: reachOf(actor, plant, 'incident.open'),
    };
  },
);
