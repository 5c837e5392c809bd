import type { Gateways, Layout, Summary } from '$lib/protocol/down';
import type { FrameReader } from '$lib/protocol/frame-reader';
import type { View } from '$lib/protocol/views';
import type { DrawLoop } from './draw-loop';
import type { ServerClock } from './server-clock';

/** What boards share with the connection they belong to. */
export interface BoardContext {
  clock: ServerClock;
  loop: DrawLoop;
}

/** The browser's copy of one view. Filled by the connection; screens only read it. */
export abstract class Board<V extends View = View> {
  readonly view: V;
  protected readonly context: BoardContext;

  /** What the indices mean; undefined until the server answered. Replaced when the plant file changes. */
  layout = $state.raw<Layout | undefined>(undefined);
  /** Why there is nothing to show: `not-found` when it does not exist or may not be seen. */
  problem = $state.raw<{ code: string; message: string } | undefined>(undefined);
  /** Whether the view's present values have come, so that an empty screen means an empty plant. */
  loaded = $state(false);

  constructor(view: V, context: BoardContext) {
    this.view = view;
    this.context = context;
  }

  /** New meaning of the indices; values follow in a whole frame. */
  applyLayout(layout: Layout): void {
    this.layout = layout;
    this.problem = undefined;
  }

  /** Takes in an opened frame of this board's room and layout. */
  applyFrame(frame: FrameReader): void {
    if (frame.whole) this.loaded = true;
  }

  applySummary(_summary: Summary): void {
    // Only the fleet has one.
  }

  applyGateways(_message: Gateways): void {
    // Only site and gateway views have them.
  }

  /** Judges ages anew; called four times a second while the page runs. */
  sweep(_serverNow: number): void {
    // Nothing ages where no value is.
  }

  /** Forgets everything: what this person may see has changed. */
  clear(): void {
    this.layout = undefined;
    this.loaded = false;
  }

  refuse(problem: { code: string; message: string }): void {
    this.clear();
    this.problem = problem;
  }
}
