import type { DriveState } from '../../domain/plant/drive-state';
import type { Freshness } from '../../domain/telemetry/quality';
import { isSignalKey, SIGNAL_INDEX, SIGNALS } from '../../domain/telemetry/signals';
import type { Instant } from '../../domain/time';
import { extraFreshness, signalFreshness, type LiveDrive } from './live-drive';

/** Whether a drive runs, and whether it is in LOCAL, while its own words are live; null when nobody knows. */
export function driveNow(live: LiveDrive | undefined): { running: boolean | null; local: boolean | null } {
  if (live === undefined || live.freshness !== 'live' || live.state.run === 'unknown') {
    return { running: null, local: null };
  }
  return { running: live.state.run === 'running', local: live.state.local ?? null };
}

/** A drive as checks look at it: everything with its own freshness, judged at `now`. */
export function lookedAt(
  live: LiveDrive,
  now: Instant,
): {
  freshness: Freshness;
  state: DriveState;
  signal(name: string): { value: number; unit: string; freshness: Freshness } | undefined;
} {
  return {
    freshness: live.freshness,
    state: live.state,
    signal(name) {
      if (isSignalKey(name)) {
        const index = SIGNAL_INDEX[name];
        const value = live.values[index] ?? NaN;
        if (Number.isNaN(value)) return undefined;
        return { value, unit: SIGNALS[name].unit, freshness: signalFreshness(live, index, now) };
      }
      const extra = live.extras.get(name);
      return extra && { value: extra.value, unit: extra.unit, freshness: extraFreshness(live, extra, now) };
    },
  };
}
