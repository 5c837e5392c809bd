import { z } from 'zod';
import { alarmId, driveId, gatewayId, incidentId, securityEventId, siteId, zoneId } from '../domain/ids';
import { EVENT_RESPONSES, EVENT_SEVERITIES } from '../domain/security/severity';

const instant = z.number();

/** One row of the event list: everything of one type and key of a gateway within its window. */
export const securityEventView = z.object({
  id: securityEventId,
  revision: z.number().int(),
  /** Id of the catalogue, such as `net.port_scan.xmas`. */
  type: z.string(),
  title: z.string(),
  /** What happened, in one line; all of it may be an attacker's text. */
  text: z.string(),
  severity: z.enum(EVENT_SEVERITIES),
  response: z.enum(EVENT_RESPONSES),
  /** A state goes on until it ends; a moment is over when it is told. */
  kind: z.enum(['state', 'moment']),
  /** Null for what our own endpoint saw of somebody who proved no gateway's name. */
  gateway: gatewayId.nullable(),
  drive: driveId.nullable(),
  site: siteId.nullable(),
  zone: zoneId.nullable(),
  key: z.string(),
  count: z.number().int().positive(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  /** As the device says of the newest. */
  sourceTime: instant.nullable(),
  clearedAt: instant.nullable(),
  /** Where the record came from: thin-edge event or alarm, a log's program, our own broker. */
  source: z.string(),
  /** Named by the parser: addresses, ports, users, paths. */
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  alarm: alarmId.nullable(),
  incident: incidentId.nullable(),
  /** Somebody looked at it and took it out of the review queue. */
  reviewed: z.object({ by: z.string(), at: instant }).nullable(),
});
export type SecurityEventView = z.infer<typeof securityEventView>;

/** Events of one zone that came or grew in one transaction. */
export const eventsChanged = z.object({
  type: z.literal('events.changed'),
  events: z.array(securityEventView).max(200),
  /** How many wait for review in the zone now. */
  toReview: z.number().int(),
  zone: zoneId.nullable(),
});
