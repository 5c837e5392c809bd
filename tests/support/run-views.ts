import type { PersonId, PlaybookId, RunId, StepId } from '../../src/lib/domain/ids';
import type { ApprovalView, RunEntry, RunStepView, RunView } from '../../src/lib/protocol/runs';
import { PLACE, START } from './incident-views';

export const runNumber = (n: number) => n as RunId;
export const PLAYBOOK = 'playbook--3f0a6c1e-8d1b-4c57-9a3e-5d2b7c9e1f04' as PlaybookId;

/** Key of the n-th step of the playbook that runs here. */
export const stepKey = (n: number, type = 'action') =>
  `${type}--00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as StepId;

export const aRunStep = (n: number, given: Partial<RunStepView> = {}): RunStepView => ({
  id: n,
  step: stepKey(n),
  within: null,
  iteration: 0,
  attempt: 1,
  kind: 'action',
  name: `Step ${n}`,
  status: 'pending',
  effect: 'none',
  startedAt: null,
  endedAt: null,
  dueAt: null,
  commands: [],
  targets: [],
  approval: null,
  checks: [],
  result: null,
  problem: null,
  by: null,
  ...given,
});

export const anApproval = (given: Partial<ApprovalView> = {}): ApprovalView => ({
  roles: ['process-owner'],
  needed: 1,
  given: [],
  refused: null,
  askedAt: START,
  expiresAt: START + 15 * 60_000,
  bindsTo: '5f1c0d',
  ...given,
});

export const aRunEntry = (seq: number, given: Partial<RunEntry> = {}): RunEntry => ({
  seq,
  at: START + seq * 1_000,
  by: null,
  kind: 'step',
  runStep: null,
  text: `Line ${seq}`,
  ...given,
});

export const aRun = (given: Partial<RunView> = {}): RunView => ({
  id: runNumber(91),
  revision: 1,
  playbook: PLAYBOOK,
  version: '2026-11-01T00:00:00.000Z',
  sha256: 'ab'.repeat(32),
  title: 'Gateway firmware corrupted',
  mode: 'run',
  timeScale: 1,
  status: 'running',
  ...PLACE,
  incident: null,
  alarm: null,
  gateway: null,
  drives: [],
  requestedBy: 'responder' as PersonId,
  startedAt: START,
  updatedAt: START,
  endedAt: null,
  done: 0,
  steps: 3,
  current: null,
  asks: [],
  reason: null,
  ...given,
});
