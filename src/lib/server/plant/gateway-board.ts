import type { GatewayId } from '../../domain/ids';
import type { Gateway, Plant } from '../../domain/plant/model';
import type { ClockReading } from '../../domain/telemetry/clock-offset';
import { silentAfterMs } from '../../domain/telemetry/silence';
import type { Instant } from '../../domain/time';
import type { GatewayHealth, GatewayLink } from '../../protocol/down';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { RecordedPresence } from '../storage/gateway-presence-store';
import { linkOf, newGatewayRecord, type GatewayRecord } from './gateway-record';
import type { LiveDrive } from './live-drive';

/** A change of a gateway's link, to be told to everybody who may see the gateway. */
export interface PresenceChange {
  gateway: GatewayId;
  link: GatewayLink;
  since: Instant;
  reason: string;
  /** False when the link is the same as before, as after a newer connection took over. */
  isNews: boolean;
  /** Set when the gateway came or went with this change. */
  connectedAt: Instant | undefined;
  disconnectedAt: Instant | undefined;
}

interface GatewayBoardOptions {
  image: {
    setGatewayOffline(gateway: GatewayId, isOffline: boolean, now: Instant): void;
    countOf(gateway: GatewayId): { live: number; total: number };
    drivesOf(gateway: GatewayId): Iterable<Pick<LiveDrive, 'drive'>>;
  };
  plant: { current(): Plant; gateway(id: GatewayId): Gateway | undefined };
  bus: Bus;
  clock: Clock;
}

/**
 * Presence and health of every gateway: what brokers tell of the links (it is their link observer), what
 * messages tell of clocks and rates. Changes of a link wait in `takeChanges` until they are written down; of
 * several changes of one gateway that wait, the last is told.
 */
export class GatewayBoard {
  readonly #options: GatewayBoardOptions;
  readonly #records = new Map<GatewayId, GatewayRecord>();
  readonly #changes = new Map<GatewayId, PresenceChange>();

  constructor(options: GatewayBoardOptions) {
    this.#options = options;
    options.bus.on(this, 'gateway.revoked', ({ gateway, at }) => this.#setRevoked(gateway, true, at));
    options.bus.on(this, 'gateway.enrolled', ({ gateway, at }) => this.#setRevoked(gateway, false, at));
  }

  /**
   * Takes over how gateways stood when that was last written down. Those that were connected then have lost
   * their connection with the server that held it.
   */
  load(presences: readonly RecordedPresence[], now: Instant): void {
    for (const { id, revokedAt, lastConnectedAt, lastDisconnectedAt } of presences) {
      const record = this.#recordOf(id);
      record.isRevoked = revokedAt !== null;
      record.hasEverConnected = lastConnectedAt !== null;
      record.link = linkOf(record, now, Infinity);
      record.linkSince = revokedAt ?? lastDisconnectedAt ?? lastConnectedAt ?? undefined;
      this.#options.image.setGatewayOffline(id, true, now);
      const wasConnected = lastConnectedAt !== null && lastConnectedAt > (lastDisconnectedAt ?? -Infinity);
      if (!wasConnected || record.isRevoked) continue;
      record.linkSince = now;
      this.#tell(record, 'the server was started anew', true, { disconnectedAt: now });
    }
  }

  connected(
    gateway: GatewayId,
    link: { address: string; certificateNotAfter: Instant | undefined; at: Instant },
  ): void {
    const record = this.#recordOf(gateway);
    record.connectedAt = link.at;
    record.hasEverConnected = true;
    record.lastHeardAt = link.at;
    record.certificateNotAfter = link.certificateNotAfter;
    record.isHeld = false;
    record.isRateLimited = false;
    this.#options.image.setGatewayOffline(gateway, false, link.at);
    this.#judge(record, link.at, `connected from ${link.address}`, { connectedAt: link.at });
    this.#options.bus.emit('gateway.connected', { gateway, at: link.at });
  }

  disconnected(gateway: GatewayId, { at, reason }: { at: Instant; reason: string }): void {
    const record = this.#recordOf(gateway);
    record.connectedAt = undefined;
    record.isHeld = false;
    record.isRateLimited = false;
    this.#options.image.setGatewayOffline(gateway, true, at);
    this.#judge(record, at, reason, { disconnectedAt: at });
    this.#options.bus.emit('gateway.disconnected', { gateway, at, reason });
  }

  heard(gateway: GatewayId, at: Instant): void {
    const record = this.#recordOf(gateway);
    record.lastHeardAt = at;
    if (record.link === 'silent') this.#judge(record, at, 'it speaks again');
  }

  held(gateway: GatewayId, window: { messages: number; bytes: number; paused: boolean }): void {
    const record = this.#recordOf(gateway);
    record.heldMessages = window.messages;
    record.heldBytes = window.bytes;
    if (record.isHeld === window.paused) return;
    record.isHeld = window.paused;
    const now = this.#options.clock.now();
    // What it said meanwhile waits unread: its silence begins anew.
    if (!window.paused) record.lastHeardAt = now;
    this.#judge(
      record,
      now,
      window.paused ? 'our database does not take more' : 'our database has caught up',
    );
  }

  rateLimited(gateway: GatewayId, limited: boolean): void {
    this.#recordOf(gateway).isRateLimited = limited;
  }

  /** Kept and counted elsewhere: who was turned away has no link. */
  refused(): void {}

  messageArrived(gateway: GatewayId, at: Instant): void {
    this.#recordOf(gateway).rate.count(at);
  }

  observeClock(gateway: GatewayId, source: Instant, received: Instant): void {
    this.#recordOf(gateway).clock.observe(source, received);
  }

  clockOf(gateway: GatewayId): ClockReading | undefined {
    return this.#records.get(gateway)?.clock.reading();
  }

  linkOf(gateway: GatewayId): GatewayLink {
    return this.#records.get(gateway)?.link ?? 'never';
  }

  /** When the certificate that a gateway showed last runs out; null before it showed one. */
  certificateNotAfterOf(gateway: GatewayId): Instant | null {
    return this.#records.get(gateway)?.certificateNotAfter ?? null;
  }

  /** Judges silence; run it several times a second. */
  sweep(now: Instant): void {
    for (const record of this.#records.values()) {
      // Our own clock was set back: silence is counted from now on.
      if (record.lastHeardAt !== undefined) record.lastHeardAt = Math.min(record.lastHeardAt, now);
      if (record.connectedAt !== undefined) record.connectedAt = Math.min(record.connectedAt, now);
      this.#judge(record, now, 'nothing heard');
    }
  }

  health(id: GatewayId, now: Instant): GatewayHealth {
    const record = this.#records.get(id) ?? newGatewayRecord(id);
    const placed = this.#options.plant.gateway(id);
    const clock = record.clock.reading();
    const drives = this.#options.image.countOf(id);
    return {
      id,
      name: placed?.name ?? id,
      site: placed?.site ?? null,
      zone: placed?.zone ?? null,
      link: record.link,
      since: record.linkSince ?? null,
      lastHeardAt: record.lastHeardAt ?? null,
      messagesPerSecond: record.rate.perSecond(now),
      heldMessages: record.heldMessages,
      heldBytes: record.heldBytes,
      rateLimited: record.isRateLimited,
      clockOffsetMs: clock?.offsetMs ?? null,
      clockUncertaintyMs: clock?.uncertaintyMs ?? null,
      certificateNotAfter: record.certificateNotAfter ?? null,
      drivesLive: drives.live,
      drivesTotal: drives.total,
    };
  }

  /** Every gateway of the plant, and those that are connected without being part of it. */
  all(now: Instant): GatewayHealth[] {
    const { plant } = this.#options;
    const placed = plant.current().gateways.map((gateway) => gateway.id);
    const others = [...this.#records.values()].filter(
      (record) => record.connectedAt !== undefined && plant.gateway(record.id) === undefined,
    );
    return [...placed, ...others.map((record) => record.id)].map((id) => this.health(id, now));
  }

  /** Gateways that are read no further until our database has caught up. */
  heldGateways(): ReadonlySet<GatewayId> {
    const held = [...this.#records.values()].filter((record) => record.link === 'held');
    return new Set(held.map((record) => record.id));
  }

  /** Takes the changes that wait to be written down. */
  takeChanges(): PresenceChange[] {
    const changes = [...this.#changes.values()];
    this.#changes.clear();
    return changes;
  }

  /** Gives back changes that could not be written; newer ones of the same gateway stay. */
  returnChanges(changes: readonly PresenceChange[]): void {
    for (const change of changes) {
      const newer = this.#changes.get(change.gateway);
      this.#changes.set(change.gateway, newer === undefined ? change : joined(change, newer));
    }
  }

  #setRevoked(gateway: GatewayId, isRevoked: boolean, at: Instant): void {
    const record = this.#recordOf(gateway);
    record.isRevoked = isRevoked;
    this.#judge(record, at, isRevoked ? 'its certificate was revoked' : 'it was enrolled');
  }

  #judge(
    record: GatewayRecord,
    now: Instant,
    reason: string,
    times: { connectedAt?: Instant; disconnectedAt?: Instant } = {},
  ): void {
    const isConnected = record.connectedAt !== undefined;
    const link = linkOf(record, now, isConnected ? this.#silentAfter(record.id) : Infinity);
    const isNew = link !== record.link;
    if (isNew) {
      record.link = link;
      record.linkSince = now;
    }
    if (isNew || times.connectedAt !== undefined || times.disconnectedAt !== undefined) {
      this.#tell(record, reason, isNew, times);
    }
  }

  #silentAfter(gateway: GatewayId): number {
    let shortest: number | undefined;
    for (const { drive } of this.#options.image.drivesOf(gateway)) {
      shortest = Math.min(shortest ?? Infinity, drive.expectedIntervalMs);
    }
    return silentAfterMs(shortest);
  }

  #tell(
    { id, link, linkSince = 0 }: GatewayRecord,
    reason: string,
    isNews: boolean,
    { connectedAt, disconnectedAt }: { connectedAt?: Instant; disconnectedAt?: Instant },
  ): void {
    const change = { gateway: id, link, since: linkSince, reason, isNews, connectedAt, disconnectedAt };
    const waiting = this.#changes.get(id);
    this.#changes.set(id, waiting === undefined ? change : joined(waiting, change));
  }

  #recordOf(id: GatewayId): GatewayRecord {
    const known = this.#records.get(id);
    if (known !== undefined) return known;
    const record = newGatewayRecord(id);
    this.#records.set(id, record);
    return record;
  }
}

/** The later change, with the times that the earlier one still has to write. */
const joined = (earlier: PresenceChange, later: PresenceChange): PresenceChange => ({
  ...later,
  isNews: earlier.isNews || later.isNews,
  connectedAt: later.connectedAt ?? earlier.connectedAt,
  disconnectedAt: later.disconnectedAt ?? earlier.disconnectedAt,
});
