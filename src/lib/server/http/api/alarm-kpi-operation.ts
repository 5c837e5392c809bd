import { z } from 'zod';
import { positionKpis } from '../../alarms/kpis';
import { defineOperation } from './operation';

const share = z.number().min(0).max(1);
const verdict = z.enum(['acceptable', 'manageable', 'too-much']);

export const readAlarmKpis = defineOperation({
  path: '/alarms/kpis',
  summary: 'What each operator position had to hear over the last days, with what is withheld beside it',
  action: 'plant.view',
  params: z.object({}),
  query: z.object({ days: z.coerce.number().int().min(1).max(90).default(30) }),
  response: z.object({
    items: z.array(
      z.object({
        position: z.string(),
        name: z.string(),
        rates: z.object({
          annunciations: z.number().int(),
          perTenMinutes: z.number(),
          perHour: z.number(),
          perDay: z.number(),
          mostInTenMinutes: z.number().int(),
          crowdedShare: share,
          floodShare: share,
          floods: z.number().int(),
        }),
        verdicts: z.object({
          perTenMinutes: verdict,
          perHour: verdict,
          perDay: verdict,
          mostInTenMinutes: verdict,
          crowdedShare: verdict,
          floodShare: verdict,
        }),
        /** By priority, the highest first. */
        byPriority: z.array(share).length(4),
        top: z.array(z.object({ definition: z.string(), count: z.number().int() })),
        topShare: share,
        chattering: z.number().int(),
        fleeting: z.number().int(),
        stale: z.number().int(),
        shelved: z.number().int(),
        suppressed: z.number().int(),
        outOfService: z.number().int(),
      }),
    ),
  }),
  async run({ query }, { app, actor }) {
    const reader = { actor, plant: app.plant(), now: app.clock.now() };
    return { items: await app.database.read((tx) => positionKpis(tx, reader, query.days)) };
  },
});
