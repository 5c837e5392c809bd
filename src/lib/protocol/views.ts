import { z } from 'zod';
import { driveId, gatewayId, siteId } from '../domain/ids';

/** What a page shows, and so what the server sends it (D18). */
export const view = z.discriminatedUnion('type', [
  z.object({ type: z.literal('fleet') }),
  z.object({ type: z.literal('site'), site: siteId }),
  z.object({ type: z.literal('drive'), drive: driveId }),
  z.object({ type: z.literal('gateway'), gateway: gatewayId }),
]);
export type View = z.infer<typeof view>;
