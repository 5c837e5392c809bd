import { z } from 'zod';
import {
  alarmId,
  driveId,
  gatewayId,
  incidentId,
  personId,
  runId,
  securityEventId,
  siteId,
  zoneId,
} from '../ids';
import { runMode } from '../playbooks/run';
import { INCIDENT_PHASES } from './phase';
import { INCIDENT_SEVERITIES } from './severity';
import { INCIDENT_VERDICTS } from './verdict';

const instant = z.number();

export const incidentPhase = z.enum(INCIDENT_PHASES);
export const incidentSeverity = z.literal(INCIDENT_SEVERITIES);
export const incidentVerdict = z.enum(INCIDENT_VERDICTS);

/** What an incident is about or draws upon. */
export const incidentLink = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('alarm'), id: alarmId }),
  z.object({ kind: z.literal('event'), id: securityEventId }),
  z.object({ kind: z.literal('drive'), id: driveId }),
  z.object({ kind: z.literal('gateway'), id: gatewayId }),
]);
export type IncidentLink = z.infer<typeof incidentLink>;

/** Links that one entry takes; a flood is several entries. */
export const MOST_LINKS = 200;

/** A chart as it was pinned: signals of a drive over a time, read again from history when it is opened. */
export const chartPin = z.object({
  drive: driveId,
  signals: z.array(z.string().max(64)).min(1).max(8),
  from: instant,
  to: instant,
});
export type ChartPin = z.infer<typeof chartPin>;

/** What happened to an incident, in the past tense. */
const incidentChange = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('opened'),
    /** Rule that opened it; null when a person did. */
    rule: z.string().nullable(),
    title: z.string(),
    severity: incidentSeverity,
    /** `zone` null: all of the site; both null: what has no place in the plant file. */
    site: siteId.nullable(),
    zone: zoneId.nullable(),
  }),
  /** Only what was not linked before: an incident's entries name each thing once. */
  z.object({
    kind: z.literal('linked'),
    links: z.array(incidentLink).min(1).max(MOST_LINKS),
    text: z.string(),
  }),
  z.object({ kind: z.literal('acknowledged') }),
  z.object({ kind: z.literal('claimed'), until: instant }),
  z.object({ kind: z.literal('released'), expired: z.boolean() }),
  z.object({
    kind: z.literal('assigned'),
    assignee: personId.nullable(),
    processOwner: personId.nullable(),
  }),
  z.object({ kind: z.literal('severity'), from: incidentSeverity, to: incidentSeverity }),
  /** It turned out to be more than its first title says. */
  z.object({ kind: z.literal('titled'), title: z.string() }),
  z.object({
    kind: z.literal('moved'),
    from: incidentPhase,
    to: incidentPhase,
    verdict: incidentVerdict.nullable(),
    /** The other incident, for a duplicate. */
    of: incidentId.nullable(),
  }),
  z.object({ kind: z.literal('commented'), text: z.string() }),
  z.object({ kind: z.literal('pinned'), chart: chartPin, text: z.string() }),
  /** Told to the next roles, because nobody had acknowledged it. */
  z.object({ kind: z.literal('escalated'), step: z.number().int(), to: z.string(), text: z.string() }),
  /** A webhook took it, or did not. */
  z.object({ kind: z.literal('delivered'), target: z.string(), ok: z.boolean(), text: z.string() }),
  /** A run of a playbook began, acted, asked or ended. */
  z.object({ kind: z.literal('run'), run: runId, mode: runMode, text: z.string() }),
]);
export type IncidentChange = z.infer<typeof incidentChange>;

/** One line of an incident's history. Appended, never changed; the incident's state is their sum. */
export const incidentEntry = z.object({
  /** Place in the incident's own history, from 1, without gaps. */
  number: z.number().int().positive(),
  at: instant,
  /** As the device that caused it says, of the earliest of several; null for acts of people. */
  sourceTime: instant.nullable(),
  clockUncertaintyMs: z.number().nullable(),
  /** Person, or `null` for the program itself. */
  by: personId.nullable(),
  /** In the actor's own words; '' when none were asked for. */
  reason: z.string(),
  what: incidentChange,
});
export type IncidentEntry = z.infer<typeof incidentEntry>;
