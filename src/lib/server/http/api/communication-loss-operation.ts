import { z } from 'zod';
import { audienceOf, canSeePlaced } from '../../../domain/access/visibility';
import { DomainError } from '../../../domain/errors';
import { gatewayId } from '../../../domain/ids';
import { mustBeNamed } from '../../../domain/playbooks/communication-loss';
import { communicationLossView } from '../../../protocol/communication-loss';
import { defineOperation } from './operation';

export const readCommunicationLoss = defineOperation({
  path: '/gateways/{id}/communication-loss',
  summary: 'What every drive behind a gateway is predicted to do when the path to it is cut',
  action: 'plant.view',
  params: z.object({ id: gatewayId }),
  query: z.object({}),
  response: communicationLossView,
  async run({ params }, { app, actor }) {
    const plant = app.plant();
    const audience = audienceOf(actor, plant);
    const gateway = plant.gateways.find(({ id }) => id === params.id);
    if (gateway === undefined || !canSeePlaced(audience, gateway)) throw new DomainError('not-found');
    const loss = await app.communicationLoss(gateway.id);
    const seen = new Set(plant.drives.filter((drive) => canSeePlaced(audience, drive)).map(({ id }) => id));
    const drives = loss.drives.filter(({ drive }) => seen.has(drive));
    return {
      gateway: loss.gateway,
      at: loss.at,
      drives,
      mustBeNamed: mustBeNamed({ drives }),
      outOfSight: loss.drives.length - drives.length,
    };
  },
});
