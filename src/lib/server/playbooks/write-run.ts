import { runLabel } from '../../domain/playbooks/label';
import { incidentLabel } from '../../domain/incidents/label';
import { systemActor } from '../../domain/access/roles';
import type { AuditFact } from '../../domain/audit/entry';
import { changesNothing } from '../../domain/playbooks/effect';
import type { Approval, RunFacts } from '../../domain/playbooks/engine/state';
import type { RunEntry } from '../../protocol/runs';
import type { Tx } from '../storage/database';
import { insertApproval, insertVote, moveApproval } from '../storage/run-approval-store';
import { releaseAssets } from '../storage/run-lock-store';
import { appendRunEntries, updateRun, writeSteps, type Lease } from '../storage/run-store';
import { appendStream, streamAppended } from '../storage/stream-store';
import type { RunParts } from './parts';
import { runViewOf, stepViewOf } from './present';
import type { Recording, StepChange } from './recording';
import { drivesOf } from './targets';

const PROGRAM = systemActor('runs');
/** Most steps and lines of one message of the stream; what is more is read with the run. */
const MOST_TOLD = 200;

/** Kinds of lines that also stand in the incident's timeline. */
const FOR_INCIDENTS: ReadonlySet<RunEntry['kind']> = new Set([
  'started',
  'approval-asked',
  'approved',
  'refused',
  'paused',
  'resumed',
  'cancelled',
  'resolved',
  'recovered',
  'ended',
]);

/**
 * Writes what happened to a run in one transaction: the run, its steps, consent, the history, the incident's
 * timeline, and as the last of it the durable stream and the audit log. Changes nothing when nothing happened.
 *
 * @param leases who executes steps from now on, by their number
 */
export async function writeRun(
  tx: Tx,
  parts: RunParts,
  recording: Recording,
  leases: ReadonlyMap<number, Lease> = new Map(),
): Promise<void> {
  if (!recording.isTouched) return;
  const { id, state, steps, context } = recording;
  const { now } = context;
  const changes = recording.changes();
  const entries = recording.entries();
  const view = runViewOf(state, steps);
  await updateRun(tx, id, { state, view });
  await writeSteps(
    tx,
    id,
    changes.map(({ before, after }) => ({ step: after, ...leaseOf(before, after, leases) })),
  );
  for (const change of changes) await writeApproval(tx, recording, change);
  if (state.endedAt !== null) await releaseAssets(tx, id);
  await appendRunEntries(tx, id, entries);
  await tellIncident(tx, parts, recording, entries);
  tx.beforeCommit(async () => {
    const { zone, site } = state.facts;
    const head = await appendStream(tx, {
      type: 'run.changed',
      zone,
      site,
      audience: site === null && zone === null ? 'whole-plant' : 'everybody',
      body: {
        type: 'run.changed',
        run: { ...view, id },
        steps: changes.slice(-MOST_TOLD).map(({ after }) => stepViewOf(state, after)),
        entries: entries.slice(-MOST_TOLD),
      },
      at: now,
    });
    tx.afterCommit(() => streamAppended(parts.bus, head));
    // Behind the entry of whoever did what this follows from, and behind every head of the stream.
    tx.beforeCommit(() => audit(tx, parts, recording, changes));
  });
  tx.afterCommit(() => parts.bus.emit('run.changed', { run: id, at: now }));
}

/** What is new is executed by nobody yet, and what does not run any more by nobody either. */
function leaseOf(
  before: StepChange['before'],
  { number, status }: StepChange['after'],
  leases: ReadonlyMap<number, Lease>,
): { lease?: Lease | null } {
  const lease = leases.get(number);
  if (lease !== undefined) return { lease };
  const isOver = before?.status === 'running' && status !== 'running';
  return before === undefined || isOver ? { lease: null } : {};
}

/** Moves a step's consent to where the fold has it. Throws when somebody else used it: then nothing is written. */
async function writeApproval(
  tx: Tx,
  { id, context }: Recording,
  { before, after }: StepChange,
): Promise<void> {
  const { approval } = after;
  const old = before?.approval ?? null;
  if (approval === null || approval === old) return;
  const is = (asked: number) => ({ run: id, step: after.number, asked });
  const move = async (asked: number, from: Approval['state'], to: Approval['state']): Promise<void> => {
    const moved = await moveApproval(tx, is(asked), from, to, context.now);
    if (!moved) throw new Error(`consent ${asked} of step ${after.number} of run ${id} was used already`);
  };
  if (old !== null && old.asked !== approval.asked && (old.state === 'open' || old.state === 'given')) {
    await move(old.asked, old.state, old.expiresAt <= context.now ? 'expired' : 'voided');
  }
  if (old?.asked !== approval.asked) await insertApproval(tx, is(approval.asked), approval);
  const known = old?.asked === approval.asked ? old : undefined;
  for (const vote of approval.given.slice(known?.given.length ?? 0)) {
    await insertVote(tx, is(approval.asked), vote, true);
  }
  if (approval.refused !== null && known?.refused == null) {
    await insertVote(tx, is(approval.asked), approval.refused, false);
  }
  const from = known?.state ?? 'open';
  if (approval.state !== from) await move(approval.asked, from, approval.state);
}

async function tellIncident(
  tx: Tx,
  parts: RunParts,
  { id, state, steps, context }: Recording,
  entries: readonly RunEntry[],
): Promise<void> {
  const { incident, mode } = state.facts;
  if (incident === null) return;
  const acts = (entry: RunEntry): boolean => {
    const step = entry.runStep === null ? undefined : steps.get(entry.runStep);
    return (
      entry.kind === 'step' && step !== undefined && step.kind === 'action' && !changesNothing(step.effect)
    );
  };
  const told = entries.filter((entry) => FOR_INCIDENTS.has(entry.kind) || acts(entry));
  if (told.length === 0) return;
  const lines = told.map((entry) => ({
    run: id,
    mode,
    text: acts(entry) ? `${entry.text}${nowOf(parts, state.facts)}` : entry.text,
    by: entry.by,
  }));
  await parts.tellIncident(tx, incident, lines, context.now);
}

/** What the run's drives say at this moment, after a step that acts. */
function nowOf(parts: RunParts, facts: RunFacts): string {
  const words = parts.telemetry(drivesOf(facts, parts.plant()));
  return words === '' ? '' : ` (${words})`;
}

/** Steps that began, ended or became unknown, and the end of the run, each with what was done and seen. */
async function audit(
  tx: Tx,
  parts: RunParts,
  { id, state, context }: Recording,
  changes: readonly StepChange[],
): Promise<void> {
  const { facts } = state;
  const label = runLabel(id);
  const about = {
    object: {
      type: 'run',
      id: String(id),
      version: facts.version,
      zone: facts.zone ?? undefined,
      site: facts.site ?? undefined,
    },
    run: label,
    incident: facts.incident === null ? undefined : incidentLabel(facts.incident),
  };
  const origin = {
    actor: PROGRAM,
    onBehalfOf: facts.requestedBy,
    address: undefined,
    requestId: undefined,
  };
  for (const { before, after } of changes) {
    if (after.kind !== 'action' || before?.status === after.status || !AUDITED.has(after.status)) continue;
    const common: Record<string, AuditFact> = {
      mode: facts.mode,
      step: after.name,
      number: after.number,
      attempt: after.attempt,
      effect: after.effect,
      status: after.status,
      commands: (after.rendered?.commands ?? []).map(({ text }) => text).join('\n---\n'),
      targets: (after.rendered?.targets ?? []).join(', '),
      binds_to: after.rendered?.bindsTo ?? null,
    };
    const seen = changesNothing(after.effect) ? '' : parts.telemetry(drivesOf(facts, parts.plant()));
    const isBegin = after.status === 'running' || after.status === 'waiting-person';
    await parts.appendAudit(
      tx,
      {
        ...about,
        action: isBegin ? 'run.step-begun' : 'run.step-ended',
        step: after.step,
        result: FAILED.has(after.status) ? 'failed' : 'done',
        facts: {
          ...common,
          ...(seen === '' ? {} : { [isBegin ? 'telemetry_before' : 'telemetry_after']: seen }),
          ...(after.result === null ? {} : { result: after.result }),
          ...(after.problem === null ? {} : { problem: after.problem }),
        },
      },
      origin,
    );
  }
  if (state.endedAt !== context.now || !recordingEnds(changes, state.endedAt)) return;
  await parts.appendAudit(
    tx,
    {
      ...about,
      action: 'run.ended',
      result: state.status === 'failed' ? 'failed' : 'done',
      reason: state.reason ?? undefined,
      facts: { mode: facts.mode, status: state.status, playbook: facts.playbook, steps: state.steps },
    },
    origin,
  );
}

const AUDITED: ReadonlySet<string> = new Set([
  'running',
  'waiting-person',
  'succeeded',
  'failed',
  'timed-out',
  'unknown',
  'refused',
  'cancelled',
]);
const FAILED: ReadonlySet<string> = new Set(['failed', 'timed-out', 'unknown', 'refused']);

/** A run ends with its last step: nothing of it changes afterwards. */
const recordingEnds = (changes: readonly StepChange[], endedAt: number | null): boolean =>
  endedAt !== null && changes.length > 0;
