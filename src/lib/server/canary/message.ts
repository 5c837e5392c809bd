import { z } from 'zod';
import { CANARY, CANARY_EVENT } from '../../domain/alarms/canary';

/** What a canary carries; nobody but ourselves writes one. */
export const canaryBody = z.object({
  number: z.number().int().nonnegative(),
  /** By the server's clock, in ms since 1970. */
  sentAt: z.number(),
});
export type CanaryBody = z.infer<typeof canaryBody>;

/** Topic of the canary: the one on which a gateway reports an event. */
export const CANARY_TOPIC = `gw/${CANARY}/up/te/device/main///e/${CANARY_EVENT}`;
