import { z } from 'zod';
import { conduitId, zoneId } from '../domain/ids';

/** Where a conduit ends: in a zone, outside of the plant, or in a zone that the viewer may not see. */
const conduitEnd = z.union([zoneId, z.null()]);

/** A path between zones, with what may cross it and who may open it. */
export const conduitView = z.object({
  id: conduitId,
  name: z.string(),
  /** Null with `hidden` false is outside of the plant. */
  from: z.object({ zone: conduitEnd, hidden: z.boolean() }),
  to: z.object({ zone: conduitEnd, hidden: z.boolean() }),
  /** What is not listed is not allowed. */
  allowed: z.array(
    z.object({
      protocol: z.string(),
      port: z.number().int().nullable(),
      direction: z.enum(['from-to', 'to-from', 'both']),
    }),
  ),
});
export type ConduitView = z.infer<typeof conduitView>;
