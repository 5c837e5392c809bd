import type { GatewayId } from '../ids';
import { SECOND_MS } from '../time';

/**
 * Name under which the program sends a message to itself, the way every gateway does, to show that alarms get
 * through. It is no gateway of the plant: it stands in no list and no count, and nobody can be enrolled by it.
 */
export const CANARY = 'zonewatch-canary' as GatewayId;

/** Type of that message. */
export const CANARY_EVENT = 'zonewatch_canary';

export const CANARY_EVERY_MS = 10 * SECOND_MS;

/** Without a canary for so long the way of alarms is called dead (reference: ux, section 4.3). */
export const CANARY_DEAD_AFTER_MS = 15 * SECOND_MS;

/** Whether a report that waits for detection is the canary: nobody else can send under its name. */
export const isCanary = ({ gateway, type }: { gateway: string | null; type: string }): boolean =>
  gateway === CANARY && type === CANARY_EVENT;
