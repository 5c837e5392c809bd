import type { GatewayId, DriveId, IncidentId, PersonId, RunId, SiteId, ZoneId } from '../../domain/ids';
import type { AgentTarget, AuthenticationInfo, Command } from '../../domain/playbooks/cacao/model';
import type { Effect } from '../../domain/playbooks/effect';
import type { NamedTarget } from '../../domain/playbooks/engine/equipment';
import type { RecordedCourse } from '../../domain/playbooks/recorded';
import type { RunMode } from '../../domain/playbooks/run';
import type { Instant } from '../../domain/time';
import type { CheckReading } from '../../protocol/runs';

/** What of a run its commands may know. */
export interface RunFacts {
  id: RunId;
  mode: RunMode;
  /** How many times faster a drill's waits and verification windows pass; 1 otherwise. */
  timeScale: number;
  gateway: GatewayId | null;
  drives: readonly DriveId[];
  site: SiteId | null;
  zone: ZoneId | null;
  incident: IncidentId | null;
  requestedBy: PersonId;
  /** Which moment of stored telemetry a drill looks at; undefined for what is live. Then nothing is acted upon. */
  recorded?: RecordedCourse | undefined;
}

/** One command to be carried out, with everything that was approved and recorded about it. */
export interface StepWork {
  run: RunFacts;
  /** Number of the step within the run. */
  runStep: number;
  /** Which of the step's commands it is, from 0. */
  index: number;
  command: Command;
  agent: AgentTarget;
  targets: readonly NamedTarget[];
  /** Gateways that were approved and locked: it acts upon these alone. */
  gateways: readonly GatewayId[];
  /** How agents and targets are signed in to, by identifier; without secrets. */
  authentications?: Readonly<Record<string, AuthenticationInfo>> | undefined;
  effect: Effect;
  /** The same for every try of this attempt, and for no other. */
  idempotencyKey: string;
  deadline: Instant;
  /** Aborts when the step is to be given up; never for what must be awaited. */
  signal: AbortSignal;
  /** Whether everything that it acts on is simulated. */
  simulated: boolean;
}

export interface StepOutcome {
  /** `unknown`: it may or may not have happened. */
  kind: 'succeeded' | 'failed' | 'timed-out' | 'unknown';
  /** What happened, in words for the record. */
  text: string;
  /** Values for variables of the step, by name (`__slot__`). */
  outputs?: Record<string, string>;
  checks?: CheckReading[];
}

/** Carries out commands of one type. */
export interface Executor {
  /** The command's `type`. */
  readonly type: string;
  /** Does it, once. Renders nothing anew; never rejects. */
  execute(work: StepWork): Promise<StepOutcome>;
  /** After a restart: what became of it, if that can be found out without doing it again. */
  probe?(work: StepWork): Promise<StepOutcome | undefined>;
  /** What it would do, in words, for dry runs and those who approve. Changes nothing. */
  preview(work: StepWork): Promise<string>;
}

/** The executors there are, by type of command. */
export class Executors {
  readonly #byType: ReadonlyMap<string, Executor>;

  constructor(executors: readonly Executor[]) {
    this.#byType = new Map(executors.map((executor) => [executor.type, executor]));
  }

  /** `undefined` for what is shown to people and done by hand. */
  of(type: string): Executor | undefined {
    return this.#byType.get(type);
  }
}
