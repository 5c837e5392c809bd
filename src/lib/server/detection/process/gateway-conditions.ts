import { CALM, debounced, TOLD_ACTIVE, type Debounce, type Reading } from '../../../domain/alarms/debounce';
import { GATEWAY_OFFLINE } from '../../../domain/alarms/system-definitions';
import type { GatewayId } from '../../../domain/ids';
import { SECOND_MS, type Instant } from '../../../domain/time';
import type { GatewayLink } from '../../../protocol/down';
import type { GatewayStanding } from './judge-link';
import type { Reporter } from './reporter';

/** After a start every gateway is away until it has found its way back to us. */
const START_GRACE_MS = 30 * SECOND_MS;

const TEXTS: Partial<Record<GatewayLink, string>> = {
  offline: 'Its connection has ended',
  silent: 'It is connected, but nothing is heard of it',
  revoked: 'Its certificate was revoked',
};

interface Known extends GatewayStanding {
  debounce: Debounce;
}

/**
 * Whether each gateway is there. One that we keep waiting ourselves is not judged, and one that never came is
 * no loss.
 */
export class GatewayConditions {
  readonly #known = new Map<GatewayId, Known>();
  readonly #startedAt: Instant;

  constructor(startedAt: Instant) {
    this.#startedAt = startedAt;
  }

  /** Takes over that a gateway was told to be offline before a restart. */
  takeOver(gateway: GatewayId): void {
    Object.assign(this.#knownOf(gateway), { debounce: TOLD_ACTIVE, link: 'offline', isToldOffline: true });
  }

  /** How a gateway stands; the same object for as long as the gateway is part of the plant. */
  standing(gateway: GatewayId): GatewayStanding {
    return this.#knownOf(gateway);
  }

  /** Judges a gateway's link. True when its drives have to be looked at again. */
  judge(gateway: GatewayId, link: GatewayLink, now: Instant, reporter: Reporter): boolean {
    const known = this.#knownOf(gateway);
    const isNewLink = known.link !== link;
    known.link = link;
    const reading = this.#readingOf(known, now);
    // Silence was waited for already.
    const delays = link === 'silent' ? { ...GATEWAY_OFFLINE, onDelayMs: 0 } : GATEWAY_OFFLINE;
    const before = known.debounce.told;
    if (reading !== 'hold') known.debounce = debounced(known.debounce, reading, delays, now);
    const { told } = known.debounce;
    known.isToldOffline = told === 'active';
    if (told !== before) this.#tell(gateway, link, told, now, reporter);
    return isNewLink || told !== before;
  }

  /** Forgets gateways that are not part of the plant any more; what was told of them ends. */
  keepOnly(gateways: ReadonlySet<GatewayId>, now: Instant, reporter: Reporter): void {
    for (const [gateway, { debounce }] of this.#known) {
      if (gateways.has(gateway)) continue;
      this.#known.delete(gateway);
      if (debounce.told !== 'normal') this.#tell(gateway, 'never', 'normal', now, reporter);
    }
  }

  #knownOf(gateway: GatewayId): Known {
    const known = this.#known.get(gateway) ?? { debounce: CALM, link: 'never', isToldOffline: false };
    this.#known.set(gateway, known);
    return known;
  }

  #readingOf({ link, isToldOffline }: Known, now: Instant): Reading | 'hold' {
    switch (link) {
      case 'live':
        return 'normal';
      case 'held':
      case 'never':
        return 'hold';
      case 'offline':
        return !isToldOffline && now - this.#startedAt < START_GRACE_MS ? 'hold' : 'active';
      case 'silent':
      case 'revoked':
        return 'active';
    }
  }

  #tell(gateway: GatewayId, link: GatewayLink, told: Reading, now: Instant, reporter: Reporter): void {
    const name = { definition: GATEWAY_OFFLINE.id, gateway, drive: null, key: '' };
    const time = reporter.timeOf(gateway, now, NaN);
    if (told === 'active')
      reporter.say({ ...name, time, condition: told, text: TEXTS[link] ?? 'It is gone' });
    else reporter.say({ ...name, time, condition: told });
  }
}
