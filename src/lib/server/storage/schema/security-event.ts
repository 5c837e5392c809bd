import { bigint, boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type {
  AlarmId,
  DriveId,
  GatewayId,
  IncidentId,
  SecurityEventId,
  SiteId,
  ZoneId,
} from '../../../domain/ids';
import type { Instant } from '../../../domain/time';
import type { SecurityEventView } from '../../../protocol/security-events';
import { instant } from './columns';

/** A raw record as it came; hostile text, at most 8 KiB of it. */
export interface EventSample {
  at: Instant;
  text: string;
  body: unknown;
}

const id = <T extends number>(name?: string) =>
  (name === undefined ? bigint({ mode: 'number' }) : bigint(name, { mode: 'number' })).$type<T>();

/** Everything of one type and key of a gateway within its window (reference: security-events, section 4). */
export const securityEvent = pgTable(
  'security_event',
  {
    id: id<SecurityEventId>().primaryKey().generatedAlwaysAsIdentity(),
    revision: integer().notNull().default(1),
    type: text().notNull(),
    kind: text().$type<SecurityEventView['kind']>().notNull(),
    severity: text().$type<SecurityEventView['severity']>().notNull(),
    response: text().$type<SecurityEventView['response']>().notNull(),
    gateway: text().$type<GatewayId>(),
    drive: text().$type<DriveId>(),
    /** Where it stood when it was last seen; null for what has no place in the plant file. */
    site: text().$type<SiteId>(),
    zone: text().$type<ZoneId>(),
    key: text().notNull(),
    source: text().notNull(),
    text: text().notNull(),
    fields: jsonb().$type<SecurityEventView['fields']>().notNull(),
    /** At most three. */
    samples: jsonb().$type<EventSample[]>().notNull(),
    /** Values counted apart where the catalogue says so, as far as they are kept. */
    seenValues: text('seen_values').array(),
    count: integer().notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    sourceTime: instant('source_time'),
    /** Every record of it had been stored on its way: it is history, not news. */
    historical: boolean().notNull(),
    /** Entity and name of the state of channel a that it tells of; its end ends it. */
    origin: text(),
    /** Until when records join it; null for a state, which takes them until it ends. */
    joinsUntil: instant('joins_until'),
    /** When it is over if nothing more is heard: a state ends, the alarm of a moment returns to normal. */
    quietAt: instant('quiet_at'),
    clearedAt: instant('cleared_at'),
    /** Person who ended it; null when it ended by itself. */
    clearedBy: text('cleared_by'),
    alarm: id<AlarmId>(),
    incident: id<IncidentId>(),
    reviewedBy: text('reviewed_by'),
    reviewedAt: instant('reviewed_at'),
    reviewNote: text('review_note'),
  },
  (t) => [
    index('security_event_recent').on(t.lastSeenAt.desc(), t.id.desc()),
    index('security_event_zone').on(t.zone, t.lastSeenAt.desc(), t.id.desc()),
    index('security_event_gateway').on(t.gateway, t.lastSeenAt.desc(), t.id.desc()),
  ],
);
