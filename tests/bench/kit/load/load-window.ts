import { mean, written, worstOf } from '../figures';
import type { Figure } from '../scenario';
import type { Load } from './load';
import { LATE_MS, type LoadCounts } from './tally';

/** Out of step with commits and frames, whose rhythm would otherwise pass for a change of the backlog. */
export const LOOK_EVERY_MS = 73;

/** What the generator did in a window. */
export interface LoadWindow {
  seconds: number;
  published: number;
  acknowledged: number;
  /** From when a message was due to its acknowledgement, in ms; NaN when none was acknowledged. */
  acknowledgedAfterMs: number;
  /** Share of the acknowledged ones that were later than `LATE_MS`. */
  acknowledgedLatePct: number;
  /** Messages that were due and are not acknowledged yet, at each look. */
  backlog: readonly number[];
  /** How long the oldest message waits for a place in its connection's window, at the end. */
  oldestWaitingMs: number;
  /** How far the generator was behind its own timetable at most, and at the end. */
  lateMs: { most: number; end: number };
}

/** Measures the generator in windows: `end` tells of the time since `begin`, and throws what stopped it. */
export function watchLoad(load: Pick<Load, 'counts'>): { begin(): void; end(): LoadWindow } {
  let timer: NodeJS.Timeout | undefined;
  let from: { at: number; counts: LoadCounts };
  let backlog: number[] = [];
  let mostLate = 0;
  const look = () => {
    const counts = load.counts();
    backlog.push(backlogOf(counts));
    mostLate = Math.max(mostLate, counts.lateMs);
    return counts;
  };
  return {
    begin() {
      backlog = [];
      mostLate = 0;
      from = { at: performance.now(), counts: look() };
      timer = setInterval(() => {
        try {
          look();
        } catch {
          // The end of the window says so.
          clearInterval(timer);
        }
      }, LOOK_EVERY_MS);
      timer.unref();
    },
    end() {
      clearInterval(timer);
      const to = look();
      const since = (read: (counts: LoadCounts) => number) => read(to) - read(from.counts);
      const acknowledged = since((counts) => counts.acknowledged);
      return {
        seconds: (performance.now() - from.at) / 1_000,
        published: since((counts) => counts.published),
        acknowledged,
        acknowledgedAfterMs: since((counts) => counts.acknowledgementMs) / acknowledged,
        acknowledgedLatePct: (100 * since((counts) => counts.acknowledgedLate)) / acknowledged,
        backlog,
        oldestWaitingMs: to.oldestWaitingMs,
        lateMs: { most: mostLate, end: to.lateMs },
      };
    },
  };
}

/** Messages that were due and are not acknowledged. */
export const backlogOf = ({ published, acknowledged, waiting }: LoadCounts): number =>
  published - acknowledged + waiting;

/** By how much the backlog grew over the window: the mean of its last quarter less that of its first. */
export function backlogGrowth(backlog: readonly number[]): number {
  const quarter = Math.max(1, Math.floor(backlog.length / 4));
  return mean(backlog.slice(-quarter)) - mean(backlog.slice(0, quarter));
}

/** A twentieth of what `drives` publish in a second: less is the chance of when was looked. */
export const mayChange = (drives: number): number => Math.max(10, drives / 20);

/** Shows that the load was there in every window, for `drives` that publish once a second. */
export function loadFigures(windows: readonly LoadWindow[], drives: number, of = ''): Figure[] {
  const worst = (side: 'least' | 'most', read: (window: LoadWindow) => number) =>
    worstOf(windows.map(read), side);
  const latest = worst('most', ({ lateMs }) => lateMs.most).value;
  const late = worst('most', ({ lateMs }) => lateMs.end);
  return [
    {
      name: `${of}messages a second`,
      unit: '1/s',
      limit: { least: 0.99 * drives },
      ...worst('least', ({ published, seconds }) => published / seconds),
    },
    {
      name: `${of}generator behind its timetable`,
      unit: 'ms',
      limit: { most: 200 },
      ...late,
      detail: `at the end of a window, ${late.detail}; ${written(latest)} ms at any time`,
    },
    {
      name: `${of}due -> acknowledged, mean`,
      unit: 'ms',
      limit: { most: LATE_MS },
      ...worst('most', ({ acknowledgedAfterMs }) => acknowledgedAfterMs),
    },
    {
      name: `${of}acknowledged later than 1,000 ms`,
      unit: '%',
      // So few can hide nothing from a 99th percentile of delays, which are told apart by receive times.
      limit: { most: 0.1 },
      ...worst('most', ({ acknowledgedLatePct }) => acknowledgedLatePct),
    },
  ];
}
