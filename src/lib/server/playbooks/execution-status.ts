import type { RunEntry } from '../../protocol/runs';
import type { StepState } from '../../domain/playbooks/engine/state';
import type { StepStatus } from '../../domain/playbooks/run';
import type { RunRows } from '../storage/run-store';
import { sha256 } from './playbook-cache';

/** A step as CACAO's execution status records it (cyentific-rni/workflow-status, execution-status.json). */
export interface ExecutionStatus {
  type: 'execution-status';
  id: string;
  workflow_step: string;
  start_time: string;
  /** Milliseconds. */
  duration?: number;
  status: ExternalStatus;
  /** What our own status is, which the vocabulary does not always have. */
  status_text: string;
  executed_by?: string;
  /** The commands as they were carried out, in base64. */
  command_b64: string[];
  notes?: string;
  automated_execution: boolean;
}

type ExternalStatus =
  'successfully_completed' | 'failed' | 'ongoing' | 'timeout_error' | 'exception_condition_invoked';

/** Our states in the words of the format, which knows neither unknown, refused, skipped nor waiting. */
const STATUS: Readonly<Record<StepStatus, ExternalStatus>> = {
  pending: 'ongoing',
  delayed: 'ongoing',
  'waiting-approval': 'ongoing',
  ready: 'ongoing',
  running: 'ongoing',
  'waiting-person': 'ongoing',
  succeeded: 'successfully_completed',
  failed: 'failed',
  'timed-out': 'timeout_error',
  unknown: 'exception_condition_invoked',
  refused: 'failed',
  skipped: 'failed',
  cancelled: 'exception_condition_invoked',
};

/** Every step of a run that was begun, in the order of their beginning. */
export function executionStatus(
  { id, state, steps }: RunRows,
  entries: readonly RunEntry[],
): ExecutionStatus[] {
  return [...steps.values()]
    .filter(({ kind, startedAt }) => kind === 'action' && startedAt !== null)
    .sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0) || a.number - b.number)
    .map((step) => statusOf(`${state.facts.key}-${id}`, step, entries));
}

function statusOf(run: string, step: StepState, entries: readonly RunEntry[]): ExecutionStatus {
  const notes = entries.filter(({ kind, runStep }) => kind === 'note' && runStep === step.number);
  const startedAt = step.startedAt ?? 0;
  return {
    type: 'execution-status',
    id: `execution-status--${uuidOf(`${run}-${step.number}`)}`,
    workflow_step: step.step,
    start_time: new Date(startedAt).toISOString(),
    ...(step.endedAt === null ? {} : { duration: step.endedAt - startedAt }),
    status: STATUS[step.status],
    status_text: [`${step.status}, attempt ${step.attempt}`, step.problem ?? step.result]
      .filter(Boolean)
      .join(': '),
    ...(step.by === null ? {} : { executed_by: step.by }),
    command_b64: commandsOf(step),
    ...(notes.length === 0 ? {} : { notes: notes.map(({ text }) => text).join('\n') }),
    automated_execution: step.by === null,
  };
}

/** The format asks for at least one. */
function commandsOf({ rendered }: StepState): string[] {
  const commands = (rendered?.commands ?? []).map(({ text }) => Buffer.from(text).toString('base64'));
  return commands.length > 0 ? commands : [''];
}

/** The same text is always the same identifier: a UUID of version 5's form (RFC 9562, 5.5), over SHA-256. */
function uuidOf(text: string): string {
  const hex = sha256(text);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
