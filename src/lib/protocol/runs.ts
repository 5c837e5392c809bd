import { z } from 'zod';
import { effect } from '../domain/playbooks/effect';
import { runMode, runStatus, stepStatus } from '../domain/playbooks/run';
import {
  alarmId,
  driveId,
  gatewayId,
  incidentId,
  personId,
  playbookId,
  runId,
  siteId,
  stepId,
  zoneId,
} from '../domain/ids';
import { ROLES } from '../domain/access/roles';

const instant = z.number();
const role = z.enum(ROLES);
/** Longest text of a result, note or rendered command that goes over a socket; all of it is in the record. */
const words = z.string().max(4_000);

/** What a check measured: the statement, what it found and whether it held. */
export const checkReading = z.object({
  statement: z.string().max(1_000),
  /** The value found, as text with its unit; null when there was none that is current. */
  found: z.string().max(200).nullable(),
  holds: z.boolean(),
  at: instant,
  drive: driveId.nullable(),
});
export type CheckReading = z.infer<typeof checkReading>;

/** An approval that a step waits for, or how it ended. */
export const approvalView = z.object({
  roles: z.array(role),
  needed: z.number().int().positive(),
  given: z.array(z.object({ by: personId, at: instant, reason: z.string() })),
  refused: z.object({ by: personId, at: instant, reason: z.string() }).nullable(),
  askedAt: instant,
  expiresAt: instant,
  /** Hash of version, rendered commands and targets that is approved; any change voids the approval. */
  bindsTo: z.string(),
});
export type ApprovalView = z.infer<typeof approvalView>;

/** One attempt or iteration of a step of a run. */
export const runStepView = z.object({
  id: z.number().int().positive(),
  step: stepId,
  /** Step of the caller's playbook that called this one's playbook; null in the run's own playbook. */
  within: z.number().int().positive().nullable(),
  iteration: z.number().int().nonnegative(),
  attempt: z.number().int().positive(),
  kind: z.string(),
  name: z.string(),
  status: stepStatus,
  effect,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** When its delay ends or its time is up, whichever it waits for. */
  dueAt: instant.nullable(),
  /** Commands as they were rendered, one text each. */
  commands: z.array(words),
  /** Drives and gateways that it acts on or looks at. */
  targets: z.array(z.string()),
  approval: approvalView.nullable(),
  checks: z.array(checkReading).max(100),
  result: words.nullable(),
  /** Why it failed, timed out or is unknown, and what to do. */
  problem: words.nullable(),
  by: personId.nullable(),
});
export type RunStepView = z.infer<typeof runStepView>;

/** A run as lists and banners need it. */
export const runView = z.object({
  id: runId,
  revision: z.number().int(),
  playbook: playbookId,
  /** The version: the playbook's `modified`. */
  version: z.string(),
  sha256: z.string(),
  title: z.string(),
  mode: runMode,
  /** How many times faster a drill's waits pass; 1 otherwise. */
  timeScale: z.number().positive(),
  /** Stored telemetry that a drill looks at; left out for what is live. */
  recorded: z.object({ from: instant, to: instant }).optional(),
  status: runStatus,
  site: siteId.nullable(),
  zone: zoneId.nullable(),
  incident: incidentId.nullable(),
  alarm: alarmId.nullable(),
  gateway: gatewayId.nullable(),
  drives: z.array(driveId).max(500),
  requestedBy: personId,
  startedAt: instant,
  updatedAt: instant,
  endedAt: instant.nullable(),
  /** Steps that ended, and all that there are so far. */
  done: z.number().int(),
  steps: z.number().int(),
  /** The step to look at now. */
  current: runStepView.nullable(),
  /** Roles that an approval is asked of now. */
  asks: z.array(role),
  /** Plain words of why it ended as it did, or waits. */
  reason: z.string().nullable(),
});
export type RunView = z.infer<typeof runView>;

/** A line of a run's history. */
export const runEntry = z.object({
  seq: z.number().int().positive(),
  at: instant,
  by: personId.nullable(),
  kind: z.enum([
    'started',
    'step',
    'approval-asked',
    'approved',
    'refused',
    'note',
    'paused',
    'resumed',
    'cancelled',
    'resolved',
    'recovered',
    'ended',
  ]),
  runStep: z.number().int().positive().nullable(),
  text: words,
});
export type RunEntry = z.infer<typeof runEntry>;

/** A run changed: the steps that changed and the lines that were added (durable). */
export const runChanged = z.object({
  type: z.literal('run.changed'),
  run: runView,
  steps: z.array(runStepView).max(200),
  entries: z.array(runEntry).max(200),
});

/** Runs that are not over, newest first. */
export const runSnapshot = z.object({ open: z.array(runView).max(300) });
export type RunSnapshot = z.infer<typeof runSnapshot>;
