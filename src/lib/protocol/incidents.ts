import { z } from 'zod';
import {
  alarmId,
  driveId,
  gatewayId,
  incidentId,
  personId,
  securityEventId,
  siteId,
  zoneId,
} from '../domain/ids';

const instant = z.number();

/** Phases of an incident (reference: incidents, 4.1); the last three end it without recovery. */
export const incidentPhase = z.enum([
  'detected',
  'triage',
  'declared',
  'contained',
  'eradicated',
  'recovering',
  'monitoring',
  'closed',
  'reviewed',
  'false-positive',
  'duplicate',
  'merged',
]);
export type IncidentPhase = z.infer<typeof incidentPhase>;

/** S1 people, environment or safety; S2 production stopped or control lost; S3 degraded; S4 suspicious; S5 hygiene. */
export const incidentSeverity = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
]);
export type IncidentSeverity = z.infer<typeof incidentSeverity>;

export const incidentVerdict = z.enum([
  'true-positive-impact',
  'true-positive-no-impact',
  'false-positive',
  'legitimate',
  'unknown',
]);
export type IncidentVerdict = z.infer<typeof incidentVerdict>;

/** What an incident is about or draws upon. */
export const incidentLink = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('alarm'), id: alarmId }),
  z.object({ kind: z.literal('event'), id: securityEventId }),
  z.object({ kind: z.literal('drive'), id: driveId }),
  z.object({ kind: z.literal('gateway'), id: gatewayId }),
]);
export type IncidentLink = z.infer<typeof incidentLink>;

/** A chart as it was pinned: signals of a drive over a time, read again from history when it is opened. */
export const chartPin = z.object({
  drive: driveId,
  signals: z.array(z.string().max(64)).min(1).max(8),
  from: instant,
  to: instant,
});
export type ChartPin = z.infer<typeof chartPin>;

/** One line of an incident's history. Appended, never changed; the incident's state is their sum. */
export const incidentEntry = z.object({
  /** Place in the incident's own history, from 1. */
  number: z.number().int().positive(),
  at: instant,
  /** As the device that caused it says; null for acts of people. */
  sourceTime: instant.nullable(),
  clockUncertaintyMs: z.number().nullable(),
  /** Person, or `null` for the program itself. */
  by: personId.nullable(),
  /** In the actor's own words; '' when none were asked for. */
  reason: z.string(),
  what: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('opened'),
      /** Rule that opened it; null when a person did. */
      rule: z.string().nullable(),
      title: z.string(),
      severity: incidentSeverity,
    }),
    z.object({ kind: z.literal('linked'), link: incidentLink, text: z.string() }),
    z.object({ kind: z.literal('acknowledged') }),
    z.object({ kind: z.literal('claimed'), until: instant }),
    z.object({ kind: z.literal('released'), expired: z.boolean() }),
    z.object({
      kind: z.literal('assigned'),
      assignee: personId.nullable(),
      processOwner: personId.nullable(),
    }),
    z.object({ kind: z.literal('severity'), from: incidentSeverity, to: incidentSeverity }),
    z.object({
      kind: z.literal('moved'),
      from: incidentPhase,
      to: incidentPhase,
      verdict: incidentVerdict.nullable(),
    }),
    z.object({ kind: z.literal('commented'), text: z.string() }),
    z.object({ kind: z.literal('pinned'), chart: chartPin, text: z.string() }),
    z.object({ kind: z.literal('escalated'), step: z.number().int(), to: z.string(), text: z.string() }),
    z.object({ kind: z.literal('delivered'), target: z.string(), ok: z.boolean(), text: z.string() }),
  ]),
});
export type IncidentEntry = z.infer<typeof incidentEntry>;

/** An incident as lists and banners need it. */
export const incidentView = z.object({
  id: incidentId,
  revision: z.number().int(),
  title: z.string(),
  phase: incidentPhase,
  severity: incidentSeverity,
  verdict: incidentVerdict.nullable(),
  site: siteId,
  zone: zoneId.nullable(),
  openedAt: instant,
  /** Person, or null when a rule opened it. */
  openedBy: personId.nullable(),
  rule: z.string().nullable(),
  updatedAt: instant,
  acknowledged: z.object({ by: personId, at: instant, note: z.string() }).nullable(),
  claim: z.object({ by: personId, until: instant }).nullable(),
  assignee: personId.nullable(),
  processOwner: personId.nullable(),
  /** Next step of its escalation; null when there is none or it was acknowledged. */
  escalatesAt: instant.nullable(),
  alarms: z.number().int(),
  events: z.number().int(),
  drives: z.number().int(),
  /** Number of its newest entry. */
  entries: z.number().int(),
  closedAt: instant.nullable(),
});
export type IncidentView = z.infer<typeof incidentView>;

/** An incident changed; `entries` are the lines that were added to its history. */
export const incidentChanged = z.object({
  type: z.literal('incident.changed'),
  incident: incidentView,
  entries: z.array(incidentEntry).max(200),
});

/** Open incidents, newest first. */
export const incidentSnapshot = z.object({ open: z.array(incidentView).max(200), total: z.number().int() });
export type IncidentSnapshot = z.infer<typeof incidentSnapshot>;

/** Who else looks at an incident now. Not durable: sent to those who look, whenever it changes. */
export const presence = z.object({
  incident: incidentId,
  people: z.array(z.object({ person: personId, name: z.string() })),
});
export type IncidentPresence = z.infer<typeof presence>;
