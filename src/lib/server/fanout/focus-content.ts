import { SIGNAL_COUNT } from '../../domain/telemetry/signals';
import type { Instant } from '../../domain/time';
import type { Layout, LayoutDrive } from '../../protocol/down';
import type { LiveDrive } from '../plant/live-drive';
import { ENTRY_BYTES } from '../../protocol/frame-layout';
import { focusUntil, writeDriveHeader, writeExtra, writeSignal } from './encode-drive';
import type { ContentSources, RoomContent } from './room-content';

/** The grade in a signal's entry. */
const GRADE = 2;
/** The age in a drive's header, which alone is no news. */
const AGE_FROM = 2;
const AGE_TO = 4;

/** What was sent of a signal: the same arrival with the same grade is no news. */
interface Sent {
  receivedAt: Instant;
  grade: number;
}

/** The drive in focus: its state, and an entry per signal that was received or judged anew. */
export class FocusContent implements RoomContent {
  readonly kind = 'drive';
  extras: Layout['extras'] = [];
  #drive: LayoutDrive | undefined;
  /** What the image has of it. */
  #live: LiveDrive | undefined;
  #sent = new Map<number, Sent>();
  #header = new Uint8Array();
  /** Of what was sent last: revision, last moment at which time alone leaves it so, whether it was held. */
  #revision = Number.NaN;
  #until = Number.NEGATIVE_INFINITY;
  #writtenAt = Number.NEGATIVE_INFINITY;
  #isHeld = false;
  #published: Instant | undefined;

  constructor(private readonly sources: ContentSources) {}

  reset(drives: readonly LayoutDrive[]): void {
    this.#drive = drives[0];
    this.#live = this.#find();
    this.#sent = new Map();
    this.#header = new Uint8Array();
    this.#revision = Number.NaN;
    this.#published = this.#live?.lastPublishedAt;
    this.renew();
  }

  isOther(): boolean {
    return this.#find() !== this.#live;
  }

  /** A signal outside the canon turned up, or has another unit. */
  renew(): boolean {
    const live = this.#live;
    if (live === undefined) return false;
    const isKnown = this.extras.every(({ name, unit }) => live.extras.get(name)?.unit === unit);
    if (isKnown && live.extras.size === this.extras.length) return false;
    this.extras = [...live.extras].map(([name, { unit }]) => ({ name, unit }));
    this.#sent = new Map();
    return true;
  }

  writeChanges(now: Instant): boolean {
    const live = this.#live;
    // Before the last flush, as after our clock was set back, what had aged may be young again.
    const isAsSent = live?.revision === this.#revision && now >= this.#writtenAt && now <= this.#until;
    this.#writtenAt = now;
    if (isAsSent && this.#held() === this.#isHeld) return false;
    const { writer } = this.sources;
    this.#writeHeader(live, now);
    const header = writer.driveHeaderBytes().slice();
    const isOther =
      header.length !== this.#header.length ||
      header.some((byte, b) => (b < AGE_FROM || b >= AGE_TO) && byte !== this.#header[b]);
    if (live !== undefined) this.#writeSignals(live, now, true);
    const isTouched = live !== undefined && live.revision !== this.#revision;
    this.#until = live === undefined ? Number.POSITIVE_INFINITY : focusUntil(live, now);
    this.#isHeld = this.#held();
    if (writer.entries === 0 && !isOther && !isTouched) return false;
    this.#header = header;
    this.#revision = live?.revision ?? Number.NaN;
    if (live?.lastPublishedAt !== this.#published) {
      this.#published = live?.lastPublishedAt;
      writer.published(this.#published);
    }
    return true;
  }

  writeWhole(now: Instant): void {
    const live = this.#live;
    this.#writeHeader(live, now);
    if (live !== undefined) this.#writeSignals(live, now, false);
  }

  #find(): LiveDrive | undefined {
    return this.#drive === undefined ? undefined : this.sources.image.get(this.#drive.id);
  }

  #held(): boolean {
    return this.#drive !== undefined && this.sources.held().has(this.#drive.gateway);
  }

  #writeHeader(live: LiveDrive | undefined, now: Instant): void {
    writeDriveHeader(this.sources.writer, live, this.#held(), now);
  }

  #writeSignals(live: LiveDrive, now: Instant, onlyNews: boolean): void {
    const { writer } = this.sources;
    for (let i = 0; i < SIGNAL_COUNT; i += 1) {
      if (writeSignal(writer, live, i, now) && onlyNews) this.#keepNews(i, live.moments.receivedAt(i));
    }
    this.extras.forEach(({ name }, i) => {
      if (!writeExtra(writer, live, name, i, now) || !onlyNews) return;
      this.#keepNews(SIGNAL_COUNT + i, live.extras.get(name)?.receivedAt ?? NaN);
    });
  }

  #keepNews(signal: number, receivedAt: Instant): void {
    const { writer } = this.sources;
    const grade = writer.newestEntry(ENTRY_BYTES.drive)[GRADE] ?? 0;
    const sent = this.#sent.get(signal);
    if (sent?.receivedAt === receivedAt && sent.grade === grade) writer.dropEntry(ENTRY_BYTES.drive);
    else this.#sent.set(signal, { receivedAt, grade });
  }
}
