import { z } from 'zod';
import { gatewayId, incidentId, playbookId, runId } from '../../../domain/ids';
import { runMode } from '../../../domain/playbooks/run';
import { stepLossView } from '../../../protocol/communication-loss';
import { runEntry, runStepView, runView } from '../../../protocol/runs';
import { listRuns as list, readExecutionStatus, readRunFile } from '../../playbooks/read';
import { stepLosses } from '../../playbooks/step-loss';
import { encodeCursor, numericCursor, paging } from './cursor';
import { defineOperation } from './operation';
import { listOf } from './shapes';

const params = z.object({ id: z.coerce.number().pipe(runId) });

export const listRuns = defineOperation({
  path: '/runs',
  summary: 'Runs of playbooks that the caller may see, newest first',
  action: 'plant.view',
  params: z.object({}),
  query: z.object({
    ...paging,
    state: z.enum(['open', 'over', 'all']).default('open'),
    playbook: playbookId.optional(),
    incident: z.coerce.number().pipe(incidentId).optional(),
    gateway: gatewayId.optional(),
    mode: runMode.optional(),
  }),
  response: listOf(runView),
  async run({ query }, { app, actor }) {
    const { limit, cursor, ...filter } = query;
    const at = numericCursor('runs', cursor);
    const before = at === undefined ? undefined : runId.parse(at);
    const page = await list(app.database, actor, app.plant(), { ...filter, before }, limit);
    return { items: page.items, next: page.next === undefined ? null : encodeCursor('runs', page.next) };
  },
});

export const readRun = defineOperation({
  path: '/runs/{id}',
  summary: 'A run with its steps, its history and its variables',
  action: 'plant.view',
  params,
  query: z.object({}),
  response: z.object({
    run: runView,
    steps: z.array(runStepView),
    entries: z.array(runEntry),
    variables: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        value: z.string().nullable(),
        constant: z.boolean(),
      }),
    ),
  }),
  run: ({ params: { id } }, { app, actor }) => readRunFile(app.database, id, actor, app.plant()),
});

export const readStepLosses = defineOperation({
  path: '/runs/{id}/communication-loss',
  summary:
    'What each step that waits for consent would cut: every gateway that it acts upon and the drives behind it',
  action: 'plant.view',
  params,
  query: z.object({}),
  response: z.object({ steps: z.array(stepLossView) }),
  run: async ({ params: { id } }, { app, actor }) => ({
    steps: await stepLosses(app.runs, id, actor, app.plant()),
  }),
});

export const readRunStatus = defineOperation({
  path: '/runs/{id}/execution-status',
  summary: 'A run as CACAO execution status, one object for each step that was begun',
  action: 'plant.view',
  params,
  query: z.object({}),
  response: z.array(
    z.object({
      type: z.literal('execution-status'),
      id: z.string(),
      workflow_step: z.string(),
      start_time: z.iso.datetime(),
      duration: z.number().int().nonnegative().optional(),
      status: z.enum([
        'successfully_completed',
        'failed',
        'ongoing',
        'timeout_error',
        'exception_condition_invoked',
      ]),
      status_text: z.string(),
      executed_by: z.string().optional(),
      command_b64: z.array(z.string()).min(1),
      notes: z.string().optional(),
      automated_execution: z.boolean(),
    }),
  ),
  run: ({ params: { id } }, { app, actor }) => readExecutionStatus(app.database, id, actor, app.plant()),
});
