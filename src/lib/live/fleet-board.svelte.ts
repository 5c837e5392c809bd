import type { Freshness } from '$lib/domain/telemetry/quality';
import type { RunState } from '$lib/domain/plant/drive-state';
import type { LayoutDrive, Layout, Summary } from '$lib/protocol/down';
import { freshnessOf, runStateOf } from '$lib/protocol/frame-layout';
import type { FrameReader } from '$lib/protocol/frame-reader';
import type { View } from '$lib/protocol/views';
import { Board, type BoardContext } from './board.svelte';
import { ChangedIndices, type ChangeListener } from './changed-indices';
import { DriveRows } from './drive-rows';

const NO_ROWS = new DriveRows([]);

/** Every drive that the person may see, for the heat map; and the figures of the whole. */
export class FleetBoard extends Board<View & { type: 'fleet' }> {
  /** Key figures and one line per site, once a second; undefined until the first came. */
  summary = $state.raw<Summary | undefined>(undefined);
  #rows = NO_ROWS;
  readonly #changes: ChangedIndices;

  constructor(context: BoardContext) {
    super({ type: 'fleet' }, context);
    this.#changes = new ChangedIndices(context.loop);
  }

  /** The drives in the order of all indices here. Reactive: replaced when the plant changes. */
  get drives(): readonly LayoutDrive[] {
    return this.layout?.drives ?? [];
  }

  /** Packed run state and freshness per drive; `runState` and `freshness` unpack one. Not reactive. */
  get state(): Uint8Array {
    return this.#rows.state;
  }
  /** MARKS bits per drive. Not reactive. */
  get marks(): Uint8Array {
    return this.#rows.marks;
  }
  /** Load in % per drive, 255 for not known. Not reactive. */
  get load(): Uint8Array {
    return this.#rows.load;
  }
  /** Server time of each drive's last arrival, NaN for never or longer ago than is known. Not reactive. */
  get receivedAt(): Float64Array {
    return this.#rows.receivedAt;
  }

  runState(index: number): RunState {
    return runStateOf(this.state[index] ?? 0);
  }

  freshness(index: number): Freshness {
    return index < this.state.length ? freshnessOf(this.state[index] ?? 0) : 'never';
  }

  /**
   * Calls `fn` at most once per animation frame with the indices that changed since the last call; never in
   * a hidden tab. After a new layout every index counts as changed. Returns the way to stop.
   */
  onChange(fn: ChangeListener): () => void {
    return this.#changes.listen(fn);
  }

  override applyLayout(layout: Layout): void {
    super.applyLayout(layout);
    this.#rows = new DriveRows(layout.drives);
    this.#changes.clear();
    for (let i = 0; i < layout.drives.length; i += 1) this.#changes.add(i);
  }

  override applyFrame(frame: FrameReader): void {
    const now = this.context.clock.now();
    for (let entry = 0; entry < frame.count; entry += 1) {
      const index = frame.drive(entry);
      if (index >= this.#rows.length) continue;
      this.#rows.apply(frame, entry, now);
      this.#changes.add(index);
    }
    super.applyFrame(frame);
  }

  override applySummary(summary: Summary): void {
    this.summary = summary;
  }

  override sweep(serverNow: number): void {
    this.#rows.sweep(serverNow, (index) => this.#changes.add(index));
  }

  override clear(): void {
    super.clear();
    this.summary = undefined;
    this.#rows = NO_ROWS;
    this.#changes.clear();
  }
}
