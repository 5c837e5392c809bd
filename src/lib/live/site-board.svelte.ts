import type { SiteId } from '$lib/domain/ids';
import type { GatewayHealth, Gateways, Layout, LayoutDrive } from '$lib/protocol/down';
import type { FrameReader } from '$lib/protocol/frame-reader';
import type { View } from '$lib/protocol/views';
import { Board, type BoardContext } from './board.svelte';
import { SiteRows } from './site-rows';
import { SiteTile } from './site-tile';

/** One site: a tile per drive, and the health of its gateways. */
export class SiteBoard extends Board<View & { type: 'site' }> {
  /** The site's gateways that the person may see, once a second. */
  gateways = $state.raw<readonly GatewayHealth[]>([]);
  #rows = new SiteRows([]);
  #tiles: SiteTile[] = [];
  #sweptSecond = 0;

  constructor(site: SiteId, context: BoardContext) {
    super({ type: 'site', site }, context);
  }

  get drives(): readonly LayoutDrive[] {
    return this.layout?.drives ?? [];
  }

  /** The tile of the drive with that index in `drives`; undefined when there is none. Reactive by layout. */
  tile(index: number): SiteTile | undefined {
    return this.drives.length > index ? this.#tiles[index] : undefined;
  }

  override applyLayout(layout: Layout): void {
    const rows = new SiteRows(layout.drives);
    this.#rows = rows;
    this.#tiles = layout.drives.map((drive, index) => new SiteTile(drive, index, rows, this.context));
    super.applyLayout(layout);
  }

  override applyFrame(frame: FrameReader): void {
    const now = this.context.clock.now();
    for (let entry = 0; entry < frame.count; entry += 1) {
      const index = frame.drive(entry);
      if (index >= this.#rows.length) continue;
      this.#rows.apply(frame, entry, now);
      this.#tiles[index]?.changed();
    }
    super.applyFrame(frame);
  }

  override applyGateways(message: Gateways): void {
    this.gateways = message.gateways;
  }

  override sweep(serverNow: number): void {
    this.#rows.sweep(serverNow, (index) => this.#tiles[index]?.changed(true));
    // Ages count on where nothing arrives.
    const second = Math.floor(serverNow / 1_000);
    if (second === this.#sweptSecond) return;
    this.#sweptSecond = second;
    for (const tile of this.#tiles) tile.changed();
  }

  override clear(): void {
    super.clear();
    this.gateways = [];
    this.#rows = new SiteRows([]);
    this.#tiles = [];
  }
}
