import { askedRoles, currentOf } from '../../domain/playbooks/engine/standing';
import type { Approval, RunState, StepState, Vote } from '../../domain/playbooks/engine/state';
import type { RunStepView, RunView } from '../../protocol/runs';
import type { StepId } from '../../domain/ids';
import type { RunRows } from '../storage/run-store';

/** Longest texts that go over a socket (protocol: runs). */
const LONGEST = 4_000;
const LONGEST_STATEMENT = 1_000;
const LONGEST_FOUND = 200;
const MOST_CHECKS = 100;

/** A text as long as it may be where pages get it. */
export const cut = (text: string, longest = LONGEST): string =>
  text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text;

/** A run as lists show it, without its number. */
export function runViewOf(state: RunState, steps: RunRows['steps']): Omit<RunView, 'id'> {
  const { facts } = state;
  const current = currentOf(steps);
  return {
    revision: state.entries,
    playbook: facts.playbook,
    version: facts.version,
    sha256: facts.sha256,
    title: facts.title,
    mode: facts.mode,
    timeScale: facts.timeScale,
    ...(facts.recorded === undefined ? {} : { recorded: facts.recorded }),
    status: state.status,
    site: facts.site,
    zone: facts.zone,
    incident: facts.incident,
    alarm: facts.alarm,
    gateway: facts.gateway,
    drives: [...facts.drives],
    requestedBy: facts.requestedBy,
    startedAt: facts.startedAt,
    updatedAt: state.updatedAt,
    endedAt: state.endedAt,
    done: state.done,
    steps: state.steps,
    current: current === undefined ? null : stepViewOf(state, current),
    asks: askedRoles(steps),
    reason: state.reason,
  };
}

/** A step of a run as pages show it. */
export const stepViewOf = (state: RunState, step: StepState): RunStepView => ({
  id: step.number,
  // Keys of a workflow were checked when the playbook was read.
  step: step.step as StepId,
  within: state.frames[step.frame]?.caller ?? null,
  iteration: step.iteration,
  attempt: step.attempt,
  kind: step.kind,
  name: step.name,
  status: step.status,
  effect: step.effect,
  startedAt: step.startedAt,
  endedAt: step.endedAt,
  dueAt: step.dueAt,
  commands: (step.rendered?.commands ?? []).map(({ text }) => cut(text)),
  targets: [...(step.rendered?.targets ?? [])],
  approval: step.approval === null ? null : approvalViewOf(step.approval),
  checks: step.checks.slice(-MOST_CHECKS).map((reading) => ({
    ...reading,
    statement: cut(reading.statement, LONGEST_STATEMENT),
    found: reading.found === null ? null : cut(reading.found, LONGEST_FOUND),
  })),
  result: step.result === null ? null : cut(step.result),
  problem: step.problem === null ? null : cut(step.problem),
  by: step.by,
});

const approvalViewOf = (approval: Approval): NonNullable<RunStepView['approval']> => ({
  roles: [...approval.roles],
  needed: approval.needed,
  given: approval.given.map(saidOf),
  refused: approval.refused === null ? null : saidOf(approval.refused),
  askedAt: approval.askedAt,
  expiresAt: approval.expiresAt,
  bindsTo: approval.bindsTo,
});

const saidOf = ({ by, at, reason }: Vote) => ({ by, at, reason });
