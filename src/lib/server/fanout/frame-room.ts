import type { Plant } from '../../domain/plant/model';
import type { Instant } from '../../domain/time';
import type { Layout } from '../../protocol/down';
import { viewKey } from '../../protocol/view-key';
import type { View } from '../../protocol/views';
import { DrivesContent } from './drives-content';
import { FocusContent } from './focus-content';
import { isSameLayout, layoutDrives } from './layouts';
import { preparedEvent, preparedFrame, type Prepared } from './prepared';
import type { ContentSources, RoomContent } from './room-content';
import type { Viewer } from './viewer';

export interface RoomSources extends ContentSources {
  /** Number of the next frame; rises over all rooms. */
  nextFrame(): number;
}

/** A frame ready to be sent. */
export interface Frame {
  number: number;
  bytes: Uint8Array;
  message: Prepared;
}

/** One view as one audience sees it: everybody in it gets the same bytes. */
export class FrameRoom {
  readonly key: string;
  layout: Layout;
  #preparedLayout: Prepared | undefined;
  readonly #content: RoomContent;

  constructor(
    number: number,
    readonly view: Exclude<View, { type: 'gateway' }>,
    readonly viewer: Viewer,
    private readonly sources: RoomSources,
    plant: Plant,
    now: Instant,
  ) {
    this.key = roomKey(view, viewer);
    this.#content = view.type === 'drive' ? new FocusContent(sources) : new DrivesContent(view.type, sources);
    const drives = layoutDrives(view, viewer, plant);
    this.#content.reset(drives);
    this.layout = { view: viewKey(view), room: number, version: 0, drives, extras: this.#content.extras };
    this.#begin(false, now);
    this.#content.writeChanges(now);
  }

  /** Takes over a changed plant; true when the layout is another one, which everybody in the room needs. */
  changePlant(plant: Plant, now: Instant): boolean {
    const drives = layoutDrives(this.view, this.viewer, plant);
    if (isSameLayout(drives, this.layout.drives) && !this.#content.isOther()) return false;
    this.#content.reset(drives);
    this.#changeLayout(drives, now);
    return true;
  }

  /** Looks for values that the layout does not name yet; true when it is another one now. */
  renew(now: Instant): boolean {
    if (!this.#content.renew()) return false;
    this.#changeLayout(this.layout.drives, now);
    return true;
  }

  /** What changed since the last call; undefined when nothing did. */
  changes(now: Instant): Frame | undefined {
    this.#begin(false, now);
    return this.#content.writeChanges(now) ? this.#finish() : undefined;
  }

  /** The whole view, for somebody who has nothing or missed something. */
  whole(now: Instant): Frame {
    this.#begin(true, now);
    this.#content.writeWhole(now);
    return this.#finish();
  }

  /** The layout as it goes to whoever comes; large, so made once for all of them. */
  get preparedLayout(): Prepared {
    return (this.#preparedLayout ??= preparedEvent('layout', this.layout));
  }

  #begin(whole: boolean, now: Instant): void {
    const { room, version } = this.layout;
    this.sources.writer.begin({ kind: this.#content.kind, whole, room, layoutVersion: version, now });
  }

  #finish(): Frame {
    const number = this.sources.nextFrame();
    const bytes = this.sources.writer.finish(number);
    return { number, bytes, message: preparedFrame(bytes) };
  }

  /** Whoever is in the room gets the new layout and the whole view; changes count from there. */
  #changeLayout(drives: Layout['drives'], now: Instant): void {
    const version = this.layout.version + 1;
    this.layout = { ...this.layout, version, drives, extras: this.#content.extras };
    this.#preparedLayout = undefined;
    this.#begin(false, now);
    this.#content.writeChanges(now);
  }
}

export const roomKey = (view: View, viewer: Viewer): string => `${viewKey(view)} ${viewer.key}`;
