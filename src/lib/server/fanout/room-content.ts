import type { GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Layout, LayoutDrive } from '../../protocol/down';
import type { FrameKind } from '../../protocol/frame';
import type { FrameWriter } from '../../protocol/frame-writer';
import type { ImageSource } from './live-source';

/** What the contents of rooms share: where values come from, and the server's one writer. */
export interface ContentSources {
  image: Pick<ImageSource, 'get'>;
  writer: FrameWriter;
  /** Gateways whose reading stands still because of our database. */
  held(): ReadonlySet<GatewayId>;
}

/** What a view's frames are made of; writes entries into a frame that the room has begun. */
export interface RoomContent {
  readonly kind: FrameKind;
  /** Signals outside the canon that entries refer to. */
  readonly extras: Layout['extras'];
  /** The drives are these now; everything counts as changed. */
  reset(drives: readonly LayoutDrive[]): void;
  /** Whether the image has another drive behind the same name now, of which nothing said before holds. */
  isOther(): boolean;
  /** Looks for something that needs a new layout; true when there was. */
  renew(): boolean;
  /** Writes what changed since the last call; false when nothing did. */
  writeChanges(now: Instant): boolean;
  /** Writes everything; does not touch what counts as changed. */
  writeWhole(now: Instant): void;
}
