import type { View } from '../../../../src/lib/protocol/views';
import type { LatencySummary } from './latency-histogram';

/** One socket to be opened. Bare pipelines take no cookie and know no views. */
export interface SocketPlan {
  cookie: string | undefined;
  views: readonly View[];
}

/** What the thread of the watchers is started with. */
export interface WatchersPlan {
  target: 'zonewatch' | 'bare';
  url: string;
  /** Drive ids in the order of `publishedAt`. */
  drives: readonly string[];
  sockets: readonly SocketPlan[];
  /** Last two publications of each drive, shared with the generator. */
  publishedAt: Float64Array;
}

/** Sockets by their numbers: only some, or all without some. */
export interface SocketChoice {
  only?: readonly number[];
  without?: readonly number[];
}

/** To the thread. */
export type WatchersOrder =
  | { type: 'reset' }
  | { type: 'result'; id: number; of: SocketChoice }
  | { type: 'stall'; index: number; stalled: boolean }
  | { type: 'stop' };

/** What was measured since the last reset. */
export interface WatchersResult extends LatencySummary {
  /** Frames and their bytes that came to all sockets. */
  frames: number;
  bytes: number;
  /** Connections that ended before they were told to, since the start. */
  lost: number;
  /** Sockets with a view that has frames, to which none came. */
  silent: number;
  /** Whole views that were sent again: to a socket that had fallen behind, or because the plant changed. */
  sentAgain: number;
}

/** From the thread. */
export type WatchersNews =
  | { type: 'ready' }
  | { type: 'result'; id: number; result: WatchersResult }
  | { type: 'failed'; reason: string }
  | { type: 'stopped' };
