import { z } from 'zod';
import { playbookId } from '../../../domain/ids';
import { playbookDetail, playbookSummary, playbookVersionView } from '../../../protocol/playbooks';
import { defineOperation } from './operation';
import { listOf } from './shapes';

const params = z.object({ id: playbookId });
/** One version by its `modified`; the newest when left out. */
const query = z.object({ version: z.string().max(40).optional() });

export const listPlaybooks = defineOperation({
  path: '/playbooks',
  summary: 'The library: every playbook by its newest version, in the order of their names',
  action: 'plant.view',
  params: z.object({}),
  query: z.object({}),
  response: listOf(playbookSummary),
  run: async (_input, { app, actor }) => ({
    items: await app.playbooks.list({ actor, plant: app.plant() }),
    next: null,
  }),
});

export const readPlaybookJson = defineOperation({
  path: '/playbooks/{id}',
  summary: 'A playbook as CACAO 2.0 JSON, with the signatures that were made of it here',
  action: 'plant.view',
  params,
  query,
  response: z.looseObject({ type: z.literal('playbook'), id: playbookId }),
  async run({ params: { id }, query: { version } }, { app }) {
    const json = await app.playbooks.json(id, version);
    return new Response(json, { headers: { 'content-type': 'application/json' } });
  },
});

export const readPlaybookSummary = defineOperation({
  path: '/playbooks/{id}/summary',
  summary:
    'What the library knows of a playbook: its versions, who signed them, what was found in one of them',
  action: 'plant.view',
  params,
  query,
  response: playbookDetail,
  run: ({ params: { id }, query: { version } }, { app, actor }) =>
    app.playbooks.detail(id, { actor, plant: app.plant() }, version),
});

export const listPlaybookVersions = defineOperation({
  path: '/playbooks/{id}/versions',
  summary: 'All versions of a playbook, the newest first',
  action: 'plant.view',
  params,
  query: z.object({}),
  response: listOf(playbookVersionView),
  run: async ({ params: { id } }, { app }) => ({ items: await app.playbooks.versions(id), next: null }),
});
