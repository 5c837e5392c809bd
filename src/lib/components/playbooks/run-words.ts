import type { Effect } from '$lib/domain/playbooks/effect';
import type { RunMode, RunStatus, StepStatus } from '$lib/domain/playbooks/run';
import type { RunEntry, RunStepView, RunView } from '$lib/protocol/runs';

export const MODE_WORDS = {
  run: 'run',
  'dry-run': 'dry run',
  drill: 'drill',
} as const satisfies Record<RunMode, string>;

export const RUN_STATUS_WORDS = {
  running: 'running',
  waiting: 'waits for a person',
  pausing: 'pausing: the step that runs is awaited',
  paused: 'paused',
  cancelling: 'cancelling: the step that runs is awaited',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Record<RunStatus, string>;

export const STEP_STATUS_WORDS = {
  pending: 'not yet',
  delayed: 'waits for its time',
  'waiting-approval': 'waiting for approval',
  ready: 'about to start',
  running: 'running',
  'waiting-person': 'waiting for a person',
  succeeded: 'done',
  failed: 'failed',
  'timed-out': 'time ran out',
  unknown: 'outcome unknown',
  refused: 'approval refused',
  skipped: 'skipped',
  cancelled: 'cancelled',
} as const satisfies Record<StepStatus, string>;

/** What a step does to the plant, as somebody who is asked to approve it has to read it. */
export const EFFECT_WORDS = {
  none: 'changes nothing',
  'read-only': 'only reads',
  reversible: 'changes something that can be taken back',
  disruptive: 'interrupts something while it runs',
  irreversible: 'cannot be taken back',
  'safety-relevant': 'touches safety: never done by software',
} as const satisfies Record<Effect, string>;

const ENTRY_WORDS = {
  started: 'run',
  step: 'step',
  'approval-asked': 'approval',
  approved: 'approval',
  refused: 'approval',
  note: 'note',
  paused: 'run',
  resumed: 'run',
  cancelled: 'run',
  resolved: 'outcome',
  recovered: 'run',
  ended: 'run',
} as const satisfies Record<RunEntry['kind'], string>;

export const entryKind = (kind: RunEntry['kind']): string => ENTRY_WORDS[kind];

/** `DRILL ×60`, `DRILL ×60 RECORD`, `DRY RUN`; undefined for a run that acts upon the plant. */
export function modeMark({
  mode,
  timeScale,
  recorded,
}: Pick<RunView, 'mode' | 'timeScale' | 'recorded'>): string | undefined {
  switch (mode) {
    case 'run':
      return undefined;
    case 'dry-run':
      return 'DRY RUN';
    case 'drill':
      return ['DRILL', timeScale === 1 ? '' : `×${timeScale}`, recorded === undefined ? '' : 'RECORD']
        .filter(Boolean)
        .join(' ');
  }
}

const OPEN: ReadonlySet<StepStatus> = new Set<StepStatus>([
  'unknown',
  'waiting-approval',
  'waiting-person',
  'running',
  'ready',
  'delayed',
]);

/** Steps that somebody has to look at now, the most pressing first. */
export function openSteps(steps: readonly RunStepView[]): RunStepView[] {
  const order = [...OPEN];
  return steps
    .filter(({ status, kind }) => OPEN.has(status) && isDoing(kind))
    .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || a.id - b.id);
}

/** Steps that only hold others together end when those do; nobody has to do anything about them. */
const isDoing = (kind: string): boolean =>
  !['start', 'end', 'parallel', 'if-condition', 'while-condition', 'switch-condition'].includes(kind);

/** Whether the step is over for good. */
export const isStepOver = (status: StepStatus): boolean => status !== 'pending' && !OPEN.has(status);
