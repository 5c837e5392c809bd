import type { GatewayId } from '../../domain/ids';
import { MINUTE_MS, type Instant } from '../../domain/time';

/** Events of one gateway in one minute that are kept one by one (reference: ingest, section 9). */
const EVENTS_PER_MINUTE = 200;

/**
 * Tells when a gateway's events have become a storm. It thins moments only: states are upserts and never
 * counted here. Minutes are of the clock, so that the record of a storm is the same for the same minute.
 */
export class StormGuard {
  readonly #counts = new Map<GatewayId, { minute: number; events: number }>();
  readonly #most: number;

  constructor(most = EVENTS_PER_MINUTE) {
    this.#most = most;
  }

  /** Counts an event. Returns the minute of the storm that it belongs to and its number within it, or nothing. */
  count(gateway: GatewayId, at: Instant): { minute: Instant; number: number } | undefined {
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    const known = this.#counts.get(gateway);
    const events = known?.minute === minute ? known.events + 1 : 1;
    this.#counts.set(gateway, { minute, events });
    return events > this.#most ? { minute, number: events - this.#most } : undefined;
  }
}
