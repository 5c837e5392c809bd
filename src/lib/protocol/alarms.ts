import { z } from 'zod';
import { ALARM_STATES } from '../domain/alarms/state';
import {
  alarmId,
  driveId,
  gatewayId,
  incidentId,
  positionId,
  securityEventId,
  siteId,
  zoneId,
} from '../domain/ids';

const instant = z.number();
const name = z.string();
const count = z.number().int().nonnegative();

/** State of an alarm, derived from its flags (reference: alarms, 2.2); never stored. */
export const alarmState = z.enum(ALARM_STATES);
export type AlarmState = z.infer<typeof alarmState>;

/** An act upon an alarm: by whom, when, and in their own words. */
const act = z.object({ by: name, at: instant, note: z.string() });

/** One occurrence of an alarm as everybody who may see it sees it. */
export const alarmView = z.object({
  id: alarmId,
  /** Rises with each change of this occurrence; an older one never replaces a newer. */
  revision: z.number().int(),
  definition: z.string(),
  title: z.string(),
  text: z.string(),
  kind: z.enum(['process', 'security', 'system']),
  priority: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  site: siteId.nullable(),
  zone: zoneId.nullable(),
  gateway: gatewayId.nullable(),
  drive: driveId.nullable(),
  /** What tells it from others of its definition at the same place; '' when nothing has to. */
  key: z.string(),
  state: alarmState,
  active: z.boolean(),
  acked: z.boolean(),
  latched: z.boolean(),
  /** Whether it sounds and shows as new: not while shelved, suppressed or out of service. */
  isAnnunciated: z.boolean(),
  isChattering: z.boolean(),
  /** Since when its source tells nothing more; the state is then what was last known. */
  unknownSince: instant.nullable(),
  /** When it became active: received by us, and as the device says, with the uncertainty of its clock in ms. */
  raisedAt: instant,
  sourceTime: instant.nullable(),
  clockUncertaintyMs: z.number().nullable(),
  /** Its place in a group with one cause: it came first, might have, or neither. */
  firstOut: z.enum(['first', 'candidate', 'no']),
  returnedAt: instant.nullable(),
  acknowledged: act.nullable(),
  confirmed: act.nullable(),
  reset: act.nullable(),
  shelved: act.extend({ mode: z.enum(['timed', 'one-shot']), until: instant }).nullable(),
  suppressed: act.extend({ cause: alarmId.nullable() }).nullable(),
  outOfService: act.nullable(),
  /** Somebody asked to shelve it, and a second person has to as well: what they asked for, until when. */
  shelfAsked: act
    .extend({ mode: z.enum(['timed', 'one-shot']), minutes: z.number().nullable(), until: instant })
    .nullable(),
  /** How often the condition was reported since `raisedAt`. */
  count: z.number().int().positive(),
  value: z.number().nullable(),
  limit: z.number().nullable(),
  unit: z.string().nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The alarm that explains it, and how many it explains itself. */
  cause: alarmId.nullable(),
  held: count,
  incident: incidentId.nullable(),
  event: securityEventId.nullable(),
  /** When nothing more was to be done about it. */
  closedAt: instant.nullable(),
});
export type AlarmView = z.infer<typeof alarmView>;

const perPriority = z.tuple([count, count, count, count]);

/** Open alarms of one zone, counted; of what has no zone yet, `zone` is null. Lists of four are by priority. */
export const alarmCounts = z.object({
  zone: zoneId.nullable(),
  site: siteId.nullable(),
  /** Active or latched, and not acknowledged. */
  unacknowledged: perPriority,
  acknowledged: perPriority,
  /** Back to normal, not acknowledged. */
  returned: perPriority,
  shelved: count,
  suppressed: count,
  outOfService: count,
});
export type AlarmCounts = z.infer<typeof alarmCounts>;

/** An operator position in or out of flood (more than 10 annunciations in 10 minutes; ended below 5). */
export const floodView = z.object({
  position: positionId,
  name: z.string(),
  isFlood: z.boolean(),
  since: instant,
  /** Annunciations of the last ten minutes. */
  annunciations: count,
});
export type FloodView = z.infer<typeof floodView>;

/** Alarms of one zone that changed in one transaction, at most 200, and the zone's counts after it. */
export const alarmsChanged = z.object({
  type: z.literal('alarms.changed'),
  alarms: z.array(alarmView).max(200),
  counts: alarmCounts,
});

export const floodChanged = z.object({ type: z.literal('flood.changed'), flood: floodView });

/** The canary came through: number and time of its sending (server time). */
export const canaryHeard = z.object({ type: z.literal('canary.heard'), number: count, sentAt: instant });

/** Counts of every visible zone, and the first alarms in the list's own order: worst first, then newest. */
export const alarmSnapshot = z.object({
  counts: z.array(alarmCounts),
  first: z.array(alarmView).max(200),
  floods: z.array(floodView),
  canary: z.object({ number: count, sentAt: instant }).nullable(),
});
export type AlarmSnapshot = z.infer<typeof alarmSnapshot>;
