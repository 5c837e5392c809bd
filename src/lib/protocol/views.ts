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

/** One name per view, equal for equal views. */
export function viewKey(v: View): string {
  switch (v.type) {
    case 'fleet':
      return 'fleet';
    case 'site':
      return `site/${v.site}`;
    case 'drive':
      return `drive/${v.drive}`;
    case 'gateway':
      return `gateway/${v.gateway}`;
  }
}
