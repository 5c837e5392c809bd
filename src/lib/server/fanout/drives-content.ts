import type { LayoutDrive } from '../../protocol/down';
import type { Instant } from '../../domain/time';
import { ENTRY_BYTES } from '../../protocol/frame-layout';
import { writeFleetEntry, writeSiteEntry } from './encode-drive';
import type { ContentSources, RoomContent } from './room-content';

/** The age in an entry, which alone is no news. */
const AGE_FROM = 4;
const AGE_TO = 6;

/** The fleet, or one site: an entry per drive. */
export class DrivesContent implements RoomContent {
  readonly extras = [];
  readonly #bytes: number;
  readonly #write: typeof writeFleetEntry;
  #drives: readonly LayoutDrive[] = [];
  /** Per drive: the image's revision, publication and entry that were sent last. */
  #revisions = new Float64Array();
  #published = new Float64Array();
  #sent = new Uint8Array();

  constructor(
    readonly kind: 'fleet' | 'site',
    private readonly sources: ContentSources,
  ) {
    this.#bytes = ENTRY_BYTES[kind];
    this.#write = kind === 'fleet' ? writeFleetEntry : writeSiteEntry;
  }

  reset(drives: readonly LayoutDrive[]): void {
    this.#drives = drives;
    this.#revisions = new Float64Array(drives.length).fill(Number.NaN);
    this.#published = Float64Array.from(
      drives,
      ({ id }) => this.sources.image.get(id)?.lastPublishedAt ?? Number.NaN,
    );
    this.#sent = new Uint8Array(drives.length * this.#bytes);
  }

  renew(): boolean {
    return false;
  }

  writeChanges(now: Instant): boolean {
    const { image, writer } = this.sources;
    const held = this.sources.held();
    this.#drives.forEach(({ id, gateway }, i) => {
      const live = image.get(id);
      const revision = live?.revision ?? -1;
      this.#write(writer, i, live, held.has(gateway), now);
      if (this.#revisions[i] === revision && this.#isAsSent(i)) return writer.dropEntry(this.#bytes);
      this.#revisions[i] = revision;
      this.#sent.set(writer.newestEntry(this.#bytes), i * this.#bytes);
      const published = live?.lastPublishedAt;
      if (published === undefined || published === this.#published[i]) return;
      this.#published[i] = published;
      writer.published(published);
    });
    return writer.entries > 0;
  }

  writeWhole(now: Instant): void {
    const held = this.sources.held();
    this.#drives.forEach(({ id, gateway }, i) => {
      this.#write(this.sources.writer, i, this.sources.image.get(id), held.has(gateway), now);
    });
  }

  /** Time alone makes something else of an entry: a value grows stale, a gateway is held. */
  #isAsSent(index: number): boolean {
    const entry = this.sources.writer.newestEntry(this.#bytes);
    const start = index * this.#bytes;
    return entry.every((byte, b) => (b >= AGE_FROM && b < AGE_TO) || byte === this.#sent[start + b]);
  }
}
