import { z } from 'zod';
import { playbookId, runId, stepId } from '../../../domain/ids';
import { runView, type RunView } from '../../../protocol/runs';
import type { Command } from '../../access/command';
import { cancelRun, noteRun, pauseRun, resumeRun } from '../../playbooks/commands/hold';
import { startRun } from '../../playbooks/commands/start';
import { approveStep, completeStep, refuseStep, resolveStep } from '../../playbooks/commands/steps';
import { defineMutation } from './mutation';

const ofRun = z.object({ id: z.coerce.number().pipe(runId) });
const ofStep = ofRun.extend({ step: stepId });
const response = z.object({ run: runView });
const answer = (run: RunView) => ({ run });

/** What the body holds: the command's input without what the path says. */
const without = (schema: z.ZodType, names: readonly string[]): z.ZodType =>
  schema instanceof z.ZodObject
    ? schema.omit(Object.fromEntries(names.map((name) => [name, true])) as Record<string, true>)
    : schema;

const onRun = <In>(verb: string, summary: string, command: Command<In, RunView, undefined>) =>
  defineMutation({
    path: `/runs/{id}/${verb}`,
    summary,
    command,
    params: ofRun,
    body: without(command.schema, ['id']),
    response,
    answer,
  });

const onStep = <In>(verb: string, summary: string, command: Command<In, RunView, undefined>) =>
  defineMutation({
    path: `/runs/{id}/steps/{step}/${verb}`,
    summary,
    command,
    params: ofStep,
    body: without(command.schema, ['id', 'step']),
    response,
    answer,
  });

export const start = defineMutation({
  path: '/playbooks/{id}/runs',
  summary: 'Start a run, a dry run or a drill; a drill needs nothing but its mode',
  command: startRun,
  params: z.object({ id: playbookId }),
  body: without(startRun.schema, ['id']),
  response,
  answer,
  status: 201,
});
export const complete = onStep('complete', 'Say that a manual step is done, or could not be', completeStep);
export const approve = onStep('approve', 'Consent to exactly what a step would do', approveStep);
export const refuse = onStep('refuse', 'Refuse consent; the playbook goes its way for that', refuseStep);
export const resolve = onStep('resolve', 'Say what became of a step whose outcome is unknown', resolveStep);
export const pause = onRun('pause', 'Begin nothing more until it is resumed', pauseRun);
export const resume = onRun('resume', 'Go on', resumeRun);
export const cancel = onRun('cancel', 'End it as soon as nothing runs that must be awaited', cancelRun);
export const note = onRun('note', 'Write a note to the run or one of its steps', noteRun);

/** Every act upon runs. */
export const RUN_MUTATIONS = [start, complete, approve, refuse, resolve, pause, resume, cancel, note];
