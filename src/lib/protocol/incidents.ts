import { z } from 'zod';
import { incidentEntry, incidentPhase, incidentSeverity, incidentVerdict } from '../domain/incidents/entry';
import { incidentId, personId, siteId, zoneId } from '../domain/ids';

export type { ChartPin, IncidentEntry, IncidentLink } from '../domain/incidents/entry';
export type { IncidentPhase } from '../domain/incidents/phase';
export type { IncidentSeverity } from '../domain/incidents/severity';
export type { IncidentVerdict } from '../domain/incidents/verdict';

const instant = z.number();

/** An incident as lists and banners need it. */
export const incidentView = z.object({
  id: incidentId,
  revision: z.number().int(),
  title: z.string(),
  phase: incidentPhase,
  severity: incidentSeverity,
  verdict: incidentVerdict.nullable(),
  /** `zone` null: all of the site; both null: what has no place in the plant file. */
  site: siteId.nullable(),
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
  /** Last step of its escalation that was taken; 0 is the opening, which operators see. */
  escalationStep: z.number().int().nonnegative(),
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
