import type {
  AlarmId,
  DriveId,
  GatewayId,
  IncidentId,
  PersonId,
  PlaybookId,
  SiteId,
  ZoneId,
} from '../../ids';
import type { Role } from '../../access/roles';
import type { Instant } from '../../time';
import type { Effect } from '../effect';
import type { RecordedWindow } from '../recorded';
import type { RunMode, RunStatus, StepStatus } from '../run';
import type { Values } from './values';

/** What a run was begun with; nothing of it changes. */
export interface RunFacts {
  playbook: PlaybookId;
  /** The version: the playbook's `modified`. */
  version: string;
  sha256: string;
  title: string;
  mode: RunMode;
  /** How many times faster a drill's waits pass; 1 otherwise. */
  timeScale: number;
  /** Stored telemetry that a drill looks at instead of what is live; it acts upon nothing then. */
  recorded?: RecordedWindow | undefined;
  /** Random letters and digits that tell this run's commands from those of every other, here or elsewhere. */
  key: string;
  forOperators: boolean;
  site: SiteId | null;
  zone: ZoneId | null;
  incident: IncidentId | null;
  alarm: AlarmId | null;
  gateway: GatewayId | null;
  drives: readonly DriveId[];
  requestedBy: PersonId;
  startedAt: Instant;
}

/** One playbook at work: the run's own (frame 0), or one that a step of another called. */
export interface Frame {
  playbook: PlaybookId;
  version: string;
  sha256: string;
  /** Number of the step that called it; null for the run's own. */
  caller: number | null;
  values: Values;
  /** Its `workflow_exception` has been taken: nothing else of it goes on. */
  isExceptional: boolean;
  /** A failed step of its main way turned off by `on_failure`, or was not dealt with at all. */
  mishap: string | null;
  isOver: boolean;
}

/** Where a step is to be begun; queued while the run is paused. */
export interface Entrance {
  frame: number;
  step: string;
  /** Number of the branching step that it stands in; null in the frame's main way. */
  parent: number | null;
  /** Turn of the innermost loop around it; 0 outside loops. */
  iteration: number;
  attempt: number;
  /** Waits that long before the step's own delay, for a new try. */
  backoffMs: number;
}

/** What belongs to the run as a whole. */
export interface RunState {
  facts: RunFacts;
  status: RunStatus;
  hold: 'none' | 'pause' | 'cancel';
  reason: string | null;
  frames: Frame[];
  queue: Entrance[];
  /** Steps there are: the number of the newest. */
  steps: number;
  /** Steps that ended. */
  done: number;
  /** Lines of its history. */
  entries: number;
  updatedAt: Instant;
  endedAt: Instant | null;
}

export interface Vote {
  by: PersonId;
  at: Instant;
  /** When the password was last entered before it. */
  authenticatedAt: Instant;
  reason: string;
  named: readonly string[];
}

/** Consent that a step waits for, or had. */
export interface Approval {
  /** Which asking of the step it is, from 1. */
  asked: number;
  roles: readonly Role[];
  needed: number;
  bindsTo: string;
  askedAt: Instant;
  expiresAt: Instant;
  state: 'open' | 'given' | 'consumed' | 'refused' | 'voided' | 'expired';
  given: readonly Vote[];
  refused: Vote | null;
  closedAt: Instant | null;
}

/** A measurement of a check; see `checkReading` of the protocol. */
export interface Reading {
  statement: string;
  found: string | null;
  holds: boolean;
  at: Instant;
  drive: DriveId | null;
}

/** One attempt or iteration of a step. */
export interface StepState {
  /** Within the run, from 1, in the order of their making. */
  number: number;
  frame: number;
  /** Its key in the workflow. */
  step: string;
  kind: string;
  name: string;
  effect: Effect;
  status: StepStatus;
  parent: number | null;
  iteration: number;
  attempt: number;
  /** Values of its own variables. */
  values: Values;
  /** When its delay ends, its consent expires or its time is up, whichever it waits for. */
  dueAt: Instant | null;
  startedAt: Instant | null;
  endedAt: Instant | null;
  /** Of a step with branches: how many are not at their end yet. */
  branches: number;
  /** Of a loop: turns begun. */
  turns: number;
  /** Whether what became of it moves nothing any more, because its way was given up while it had to be awaited. */
  isDetached: boolean;
  rendered: Rendered | null;
  approval: Approval | null;
  checks: readonly Reading[];
  result: string | null;
  problem: string | null;
  by: PersonId | null;
}

/** What a step does, with every variable filled in: exactly what is approved, executed and recorded. */
export interface Rendered {
  /** Commands of the playbook, rendered; JSON. */
  commands: readonly RenderedCommand[];
  /** Targets with their addresses as filled in, and where requests are sent. */
  targets: readonly string[];
  /** Gateways that it acts upon; not there in what older versions of the program wrote. */
  gateways?: readonly GatewayId[] | undefined;
  /** Hash over version, commands, agent, targets, and the gateways that these are. */
  bindsTo: string;
}

/** A command as it is shown and recorded. */
export interface RenderedCommand {
  type: string;
  text: string;
}

/** A line for the run's history. */
export interface Line {
  kind: LineKind;
  runStep: number | null;
  by: PersonId | null;
  text: string;
}
export type LineKind =
  | 'started'
  | 'step'
  | 'approval-asked'
  | 'approved'
  | 'refused'
  | 'note'
  | 'paused'
  | 'resumed'
  | 'cancelled'
  | 'resolved'
  | 'recovered'
  | 'ended';
