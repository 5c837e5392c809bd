import { z } from 'zod';

/** `run` acts; `dry-run` renders and judges without effect; `drill` acts on what is simulated or recorded. */
export const runMode = z.enum(['run', 'dry-run', 'drill']);
export type RunMode = z.infer<typeof runMode>;

/**
 * Where a run stands. `waiting` needs a person: an approval, a manual step or an unknown outcome. `pausing` and
 * `cancelling` await a step that may not be broken off. The last three are ends.
 */
export const runStatus = z.enum([
  'running',
  'waiting',
  'pausing',
  'paused',
  'cancelling',
  'succeeded',
  'failed',
  'cancelled',
]);
export type RunStatus = z.infer<typeof runStatus>;

/** Where a step of a run stands (reference: playbooks, 6.2); `refused` is an approval that was not given. */
export const stepStatus = z.enum([
  'pending',
  'delayed',
  'waiting-approval',
  'ready',
  'running',
  'waiting-person',
  'succeeded',
  'failed',
  'timed-out',
  'unknown',
  'refused',
  'skipped',
  'cancelled',
]);
export type StepStatus = z.infer<typeof stepStatus>;

const ENDS: ReadonlySet<RunStatus> = new Set(['succeeded', 'failed', 'cancelled']);
export const isOver = (status: RunStatus): boolean => ENDS.has(status);
