import { MINUTE_MS } from '../time';

/** A claim ends when whoever holds it has done nothing to the incident for this long (reference: ux, Presence). */
export const CLAIM_IDLE_MS = 10 * MINUTE_MS;
