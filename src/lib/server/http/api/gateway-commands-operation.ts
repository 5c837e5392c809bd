import { z } from 'zod';
import { audienceOf, canSeePlaced } from '../../../domain/access/visibility';
import { DomainError } from '../../../domain/errors';
import { gatewayId } from '../../../domain/ids';
import { gatewayCommandsView } from '../../../protocol/gateway-commands';
import { defineOperation } from './operation';

export const readGatewayCommands = defineOperation({
  path: '/gateways/{id}/commands',
  summary: 'What a gateway may be asked to do, and the commands that runs of playbooks sent it last',
  action: 'plant.view',
  params: z.object({ id: gatewayId }),
  query: z.object({}),
  response: gatewayCommandsView,
  async run({ params: { id } }, { app, actor }) {
    const plant = app.plant();
    const gateway = plant.gateways.find((placed) => placed.id === id);
    if (gateway === undefined || !canSeePlaced(audienceOf(actor, plant), gateway))
      throw new DomainError('not-found');
    const { permissions, commands } = await app.gatewayFacts(id);
    return { gateway: id, permissions, commands };
  },
});
