import { z } from 'zod';
import { audienceOf } from '../../../domain/access/visibility';
import { zoneId, type ZoneId } from '../../../domain/ids';
import { conduitView } from '../../../protocol/conduits';
import { defineOperation } from './operation';

export const listConduits = defineOperation({
  path: '/conduits',
  summary: 'Conduits of the zones that the caller may see, with the traffic that the plant file allows',
  action: 'plant.view',
  params: z.object({}),
  query: z.object({ zone: zoneId.optional() }),
  response: z.object({ items: z.array(conduitView) }),
  run({ query: { zone } }, { app, actor }) {
    const plant = app.plant();
    const seen = audienceOf(actor, plant).zones;
    const sees = (of: ZoneId | null): boolean => of !== null && seen.has(of) && (zone ?? of) === of;
    const end = (of: ZoneId | null) => ({
      zone: of !== null && seen.has(of) ? of : null,
      hidden: of !== null && !seen.has(of),
    });
    const items = plant.conduits
      .filter(({ from, to }) => sees(from) || sees(to))
      .map(({ id, name, from, to, allowed }) => ({
        ...{ id, name, from: end(from), to: end(to) },
        allowed: allowed.map(({ protocol, port, direction }) => ({
          protocol,
          port: port ?? null,
          direction,
        })),
      }));
    return { items };
  },
});
