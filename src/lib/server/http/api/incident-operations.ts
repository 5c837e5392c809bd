import { z } from 'zod';
import { incidentId, personId, siteId, zoneId } from '../../../domain/ids';
import { incidentEntry, incidentSeverity } from '../../../domain/incidents/entry';
import { alarmView } from '../../../protocol/alarms';
import { incidentView } from '../../../protocol/incidents';
import { securityEventView } from '../../../protocol/security-events';
import { listIncidents as list } from '../../incidents/list';
import { readFile } from '../../incidents/read';
import { encodeCursor, numericCursor, paging } from './cursor';
import { defineOperation } from './operation';
import { listOf } from './shapes';

const params = z.object({ id: z.coerce.number().pipe(incidentId) });

export const listIncidents = defineOperation({
  path: '/incidents',
  summary: 'Incidents that the caller may see, newest first',
  action: 'plant.view',
  params: z.object({}),
  query: z.object({
    ...paging,
    state: z.enum(['open', 'closed', 'all']).default('open'),
    severity: z.coerce.number().pipe(incidentSeverity).optional(),
    site: siteId.optional(),
    zone: zoneId.optional(),
    assignee: personId.optional(),
  }),
  response: listOf(incidentView),
  async run({ query }, { app, actor }) {
    const { limit, cursor, ...filter } = query;
    const at = numericCursor('incidents', cursor);
    const before = at === undefined ? undefined : incidentId.parse(at);
    const page = await list(app.database, actor, app.plant(), { ...filter, before }, limit);
    return {
      items: page.items,
      next: page.next === undefined ? null : encodeCursor('incidents', page.next),
    };
  },
});

export const readIncident = defineOperation({
  path: '/incidents/{id}',
  summary: 'An incident with its history, what is linked to it, and who has to do with it',
  action: 'plant.view',
  params,
  query: z.object({}),
  response: z.object({
    incident: incidentView,
    entries: z.array(incidentEntry),
    /** Only what the caller may see; of alarms and events the newest two hundred each. */
    links: z.object({
      alarms: z.array(alarmView),
      events: z.array(securityEventView),
      drives: z.array(z.string()),
      gateways: z.array(z.string()),
    }),
    /** Everybody named in its history, and who may be assigned or owns the process. */
    people: z.array(
      z.object({ person: personId, name: z.string(), mayHandle: z.boolean(), isProcessOwner: z.boolean() }),
    ),
    /** What webhooks were told, newest first. */
    deliveries: z.array(
      z.object({
        target: z.string(),
        step: z.number().int(),
        state: z.enum(['waiting', 'sending', 'sent', 'failed', 'withdrawn']),
        attempts: z.number().int(),
        createdAt: z.number(),
        releasedAt: z.number().nullable(),
        doneAt: z.number().nullable(),
        status: z.number().int().nullable(),
        error: z.string().nullable(),
      }),
    ),
  }),
  run: ({ params: { id } }, { app, actor }) =>
    readFile(app.database, id, actor, app.plant(), app.linkedViews),
});
