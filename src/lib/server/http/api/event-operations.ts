import { z } from 'zod';
import { DomainError } from '../../../domain/errors';
import { driveId, gatewayId, incidentId, securityEventId, siteId, zoneId } from '../../../domain/ids';
import { eventType } from '../../../domain/security/catalogue';
import { HOUR_MS } from '../../../domain/time';
import { EVENT_RESPONSES, EVENT_SEVERITIES } from '../../../domain/security/severity';
import { securityEventView } from '../../../protocol/security-events';
import {
  countsByType,
  eventReach,
  pageOfEvents,
  wholeEvent,
  type EventFilter,
  type EventPosition,
} from '../../detection/list';
import { decodeCursor, encodeCursor, paging } from './cursor';
import { defineOperation } from './operation';
import { listOf } from './shapes';

const LIST = 'events';
const moment = z.iso.datetime({ offset: true, error: 'must be a moment such as 2026-11-20T09:00:00Z' });
/** The database knows no NUL, so nothing with one is ever found. */
const searched = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\0]*$/, 'holds a NUL');

/** What events are asked for by; the page of events has the same in its address. */
export const eventFilters = {
  site: siteId.optional(),
  zone: zoneId.optional(),
  gateway: gatewayId.optional(),
  drive: driveId.optional(),
  incident: z.coerce.number().pipe(incidentId).optional(),
  type: searched(80).optional(),
  /** One severity, or several with commas between. */
  severity: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(EVENT_SEVERITIES)))
    .optional(),
  response: z.enum(EVENT_RESPONSES).optional(),
  state: z.enum(['open', 'closed', 'to-review', 'reviewed']).optional(),
  from: moment.optional(),
  to: moment.optional(),
  text: searched(200).optional(),
};
type Filters = z.output<z.ZodObject<typeof eventFilters>>;

/** The filter of a request, with moments as numbers. */
export const filterOf = ({ severity, from, to, ...rest }: Filters): EventFilter => ({
  ...rest,
  severities: severity,
  from: from === undefined ? undefined : Date.parse(from),
  to: to === undefined ? undefined : Date.parse(to),
});

const encodePosition = ({ lastSeenAt, id }: EventPosition): string =>
  encodeCursor(LIST, `${lastSeenAt}/${id}`);

function positionOf(cursor: string | undefined): EventPosition | undefined {
  const at = decodeCursor(LIST, cursor);
  if (at === undefined) return undefined;
  const match = /^(\d{1,15})\/(\d{1,15})$/.exec(String(at));
  if (match !== null) return { lastSeenAt: Number(match[1]), id: Number(match[2]) };
  throw new DomainError('input.invalid', undefined, {
    issues: [{ path: 'cursor', message: 'is not a cursor of this list' }],
  });
}

/** The list as JSON; `listEvents` (event-export.ts) also answers with files. */
export const pageEvents = defineOperation({
  path: '/events',
  summary: 'Security events, newest first; with format=csv, jsonl or ocsf all of them as a file',
  action: 'plant.view',
  params: z.object({}),
  query: z.object({ ...paging, ...eventFilters, format: z.enum(['csv', 'jsonl', 'ocsf']).optional() }),
  response: listOf(securityEventView),
  async run({ query }, { app, actor }) {
    const { limit, cursor, format: _, ...filters } = query;
    const after = positionOf(cursor);
    const page = await app.database.read((tx) =>
      pageOfEvents(tx, eventReach(actor, app.plant()), filterOf(filters), { limit, after }),
    );
    return { items: page.items, next: page.next === undefined ? null : encodePosition(page.next) };
  },
});

const BUCKETS = 24;

export const listEventTypes = defineOperation({
  path: '/events/types',
  summary: 'How often each type of event was seen over a time, the most recent type first',
  action: 'plant.view',
  params: z.object({}),
  query: z.object({
    ...eventFilters,
    /** Numbers of each line; they divide the time evenly. */
    buckets: z.coerce.number().int().min(1).max(200).default(BUCKETS),
  }),
  response: z.object({
    from: z.number(),
    to: z.number(),
    items: z.array(
      z.object({
        type: z.string(),
        title: z.string(),
        severity: z.enum(EVENT_SEVERITIES).nullable(),
        rows: z.number().int(),
        records: z.number().int(),
        lastSeenAt: z.number(),
        buckets: z.array(z.number().int()),
      }),
    ),
  }),
  async run({ query }, { app, actor }) {
    const { buckets, ...filters } = query;
    const filter = filterOf(filters);
    const to = filter.to ?? app.clock.now() + 1;
    const from = filter.from ?? to - 24 * HOUR_MS;
    if (from >= to) {
      throw new DomainError('input.invalid', undefined, {
        issues: [{ path: 'from', message: 'must be before to' }],
      });
    }
    const counts = await app.database.read((tx) =>
      countsByType(tx, eventReach(actor, app.plant()), { ...filter, from, to }, buckets),
    );
    const items = counts.map((count) => {
      const type = eventType(count.type);
      return { ...count, title: type?.title ?? count.type, severity: type?.severity ?? null };
    });
    return { from, to, items };
  },
});

const fit = z.enum(['direct', 'near', 'enabler', 'none']);

export const readEvent = defineOperation({
  path: '/events/{id}',
  summary: 'A security event with its raw records and labels',
  action: 'plant.view',
  params: z.object({ id: z.coerce.number().pipe(securityEventId) }),
  query: z.object({}),
  response: z.object({
    event: securityEventView,
    /** Raw records as they came, at most three; all of it may be an attacker's text. */
    samples: z.array(z.object({ at: z.number(), text: z.string(), body: z.unknown() })),
    values: z.array(z.string()),
    historical: z.boolean(),
    clearedBy: z.string().nullable(),
    reviewNote: z.string().nullable(),
    /** Of the type: techniques of ATT&CK for ICS it could be, and requirements of IEC 62443-3-3 it bears on. */
    attack: z.array(z.object({ id: z.string(), name: z.string(), fit })),
    sr: z.array(z.string()),
    fr: z.array(z.string()),
  }),
  async run({ params }, { app, actor }) {
    const whole = await app.database.read((tx) => wholeEvent(tx, eventReach(actor, app.plant()), params.id));
    if (whole === undefined) throw new DomainError('not-found');
    const type = eventType(whole.event.type);
    return {
      ...whole,
      samples: [...whole.samples],
      values: [...whole.values],
      attack: [...(type?.attack ?? [])],
      sr: [...(type?.sr ?? [])],
      fr: [...(type?.fr ?? [])],
    };
  },
});
