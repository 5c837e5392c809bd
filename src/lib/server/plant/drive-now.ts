import type { LiveDrive } from './live-drive';

/** Whether a drive runs, and whether it is in LOCAL, while its own words are live; null when nobody knows. */
export function driveNow(live: LiveDrive | undefined): { running: boolean | null; local: boolean | null } {
  if (live === undefined || live.freshness !== 'live' || live.state.run === 'unknown') {
    return { running: null, local: null };
  }
  return { running: live.state.run === 'running', local: live.state.local ?? null };
}
