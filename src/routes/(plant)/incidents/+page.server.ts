import { audienceOf } from '$lib/domain/access/visibility';
import type { ZoneId } from '$lib/domain/ids';
import { isDriveId, isNumericId } from '$lib/domain/id-shape';
import type { EventDetail } from '$lib/components/events/event-answers';
import { incidentApiQuery, incidentFilterOf } from '$lib/components/incidents/incident-filter';
import { answered, askApi } from '$lib/live/api';
import type { AlarmView } from '$lib/protocol/alarms';
import type { IncidentLink, IncidentView } from '$lib/protocol/incidents';
import { namesAround } from '$lib/server/http/names-around';
import { pageLoad } from '$lib/server/http/page-load';
import type { PageServerLoadEvent } from './$types';

interface IncidentPage {
  items: readonly IncidentView[];
  next: string | null;
}

/** The incidents that the address asks for; what changes about them comes live. */
export const load = pageLoad(
  'plant.view',
  async ({ url, fetch, depends }: PageServerLoadEvent, { app, actor }) => {
    depends('zonewatch:incidents');
    const filter = incidentFilterOf(url.searchParams);
    const plant = app.plant();
    return {
      filter,
      answeredAt: app.clock.now(),
      answer: await answered(askApi<IncidentPage>('/incidents', { fetch, query: incidentApiQuery(filter) })),
      names: await namesAround(app, actor),
      mayOpen: [...audienceOf(actor, plant, 'incident.open').zones],
      opening: await openingOf(url.searchParams.get('open'), fetch, (drive) =>
        plant.drives.find(({ id }) => id === drive),
      ),
    };
  },
);

interface Opening {
  title: string;
  zone: ZoneId | null;
  links: readonly IncidentLink[];
}

/** What `?open=event:12` asks for: the window, filled in from what it is opened of; `null` where that is nothing. */
async function openingOf(
  asked: string | null,
  via: typeof fetch,
  driveOf: (id: string) => { id: IncidentLink['id']; name: string; zone: ZoneId } | undefined,
): Promise<Opening | null | undefined> {
  if (asked === null) return undefined;
  const [kind = '', id = ''] = asked.split(/:(.*)/s);
  if (kind === 'event' && isNumericId(id)) {
    const answer = await answered(askApi<EventDetail>(`/events/${id}`, { fetch: via }));
    if (!answer.ok) return null;
    const { event } = answer.value;
    return {
      title: [event.title, event.gateway].filter(Boolean).join(' at '),
      zone: event.zone,
      links: [{ kind: 'event', id: event.id }],
    };
  }
  if (kind === 'alarm' && isNumericId(id)) {
    const answer = await answered(askApi<{ alarm: AlarmView }>(`/alarms/${id}`, { fetch: via }));
    if (!answer.ok) return null;
    const { alarm } = answer.value;
    return {
      title: [alarm.title, alarm.drive ?? alarm.gateway].filter(Boolean).join(' at '),
      zone: alarm.zone,
      links: [{ kind: 'alarm', id: alarm.id }],
    };
  }
  if (kind === 'drive' && isDriveId(id)) {
    const drive = driveOf(id);
    return drive === undefined
      ? null
      : { title: drive.name, zone: drive.zone, links: [{ kind: 'drive', id }] };
  }
  return null;
}
