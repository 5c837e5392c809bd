import type { GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { LayoutDrive } from '../../protocol/down';
import type { LiveDrive } from '../plant/live-drive';
import { tileUntil, writeFleetEntry, writeSiteEntry } from './encode-drive';
import type { ContentSources, RoomContent } from './room-content';

/** Revision that stands for a drive of which nothing is known. */
const NO_REVISION = -1;

/**
 * The fleet, or one site: an entry per drive. But for its age, which alone is no news, an entry follows from
 * the drive at its revision, from whether its gateway is held, and on a site from the time, by way of its
 * signals' freshness. Only drives of which one of the three is another than before are written.
 */
export class DrivesContent implements RoomContent {
  readonly extras = [];
  #drives: readonly LayoutDrive[] = [];
  /** What the image has of each drive: looked at in every flush, so not looked up by name. */
  #live: (LiveDrive | undefined)[] = [];
  /** Per drive, of the entry that was sent last: revision, last moment at which it holds, publication. */
  #revisions = new Float64Array();
  #until = new Float64Array();
  #published = new Float64Array();
  /** Gateways that were held at the last flush. */
  #held: ReadonlySet<GatewayId> = new Set();
  #writtenAt = Number.NEGATIVE_INFINITY;

  constructor(
    readonly kind: 'fleet' | 'site',
    private readonly sources: ContentSources,
  ) {}

  reset(drives: readonly LayoutDrive[]): void {
    this.#drives = drives;
    this.#live = drives.map(({ id }) => this.sources.image.get(id));
    this.#revisions = new Float64Array(drives.length).fill(Number.NaN);
    this.#until = new Float64Array(drives.length).fill(Number.POSITIVE_INFINITY);
    this.#published = Float64Array.from(this.#live, (live) => live?.lastPublishedAt ?? Number.NaN);
  }

  isOther(): boolean {
    return this.#drives.some(({ id }, i) => this.sources.image.get(id) !== this.#live[i]);
  }

  renew(): boolean {
    return false;
  }

  writeChanges(now: Instant): boolean {
    this.#noteHeld();
    // Our clock was set back: what had aged may be young again.
    const isEarlier = this.kind === 'site' && now < this.#writtenAt;
    this.#writtenAt = now;
    for (let i = 0; i < this.#drives.length; i += 1) {
      const live = this.#live[i];
      const revision = live === undefined ? NO_REVISION : live.revision;
      if (revision === this.#revisions[i] && now <= (this.#until[i] ?? now) && !isEarlier) continue;
      this.#write(i, live, now);
      this.#revisions[i] = revision;
      if (live !== undefined) this.#noteSent(i, live, now);
    }
    return this.sources.writer.entries > 0;
  }

  writeWhole(now: Instant): void {
    for (let i = 0; i < this.#drives.length; i += 1) this.#write(i, this.#live[i], now);
  }

  #write(index: number, live: LiveDrive | undefined, now: Instant): void {
    const write = this.kind === 'fleet' ? writeFleetEntry : writeSiteEntry;
    const gateway = this.#drives[index]?.gateway;
    const isHeld = gateway !== undefined && this.sources.held().has(gateway);
    write(this.sources.writer, index, live, isHeld, now);
  }

  #noteSent(index: number, live: LiveDrive, now: Instant): void {
    if (this.kind === 'site') this.#until[index] = tileUntil(live, now);
    const published = live.lastPublishedAt;
    if (published === undefined || published === this.#published[index]) return;
    this.#published[index] = published;
    this.sources.writer.published(published);
  }

  /** Drives behind a gateway that is held now and was not, or the other way round, are to be written. */
  #noteHeld(): void {
    const held = this.sources.held();
    if (isSame(held, this.#held)) return;
    this.#drives.forEach(({ gateway }, i) => {
      if (held.has(gateway) !== this.#held.has(gateway)) this.#revisions[i] = Number.NaN;
    });
    this.#held = held;
  }
}

const isSame = (a: ReadonlySet<GatewayId>, b: ReadonlySet<GatewayId>): boolean =>
  a === b || (a.size === b.size && [...a].every((gateway) => b.has(gateway)));
