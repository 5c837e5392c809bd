import { z } from 'zod';
import { alarmId, driveId, gatewayId, incidentId } from '../../../domain/ids';
import { suggestPlaybooks } from '../../../domain/playbooks/suggest';
import { playbookSuggestion } from '../../../protocol/playbook-suggestions';
import { occasionOf } from './occasion';
import { defineOperation } from './operation';

export const suggestedPlaybooks = defineOperation({
  path: '/playbooks/suggested',
  summary: 'Playbooks that answer an alarm, an incident, a gateway or a drive, the best first, filled in',
  action: 'plant.view',
  params: z.object({}),
  query: z.object({
    alarm: z.coerce.number().pipe(alarmId).optional(),
    incident: z.coerce.number().pipe(incidentId).optional(),
    gateway: gatewayId.optional(),
    drive: driveId.optional(),
  }),
  response: z.object({ items: z.array(playbookSuggestion) }),
  async run({ query }, context) {
    const { occasion, start } = await occasionOf(query, context);
    // The same drive that a run is started with when nobody names one.
    const { drives } = context.app.plant();
    const behind = drives.find(({ gateway }) => gateway === occasion.gateway)?.id;
    return {
      items: suggestPlaybooks({ ...occasion, behind }).map(({ variables, ...suggestion }) => ({
        ...suggestion,
        start: { ...start, variables },
      })),
    };
  },
});
