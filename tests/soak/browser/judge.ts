import type { Sight } from './sight';

/** What is really so while a person looks; times in ms since 1970. */
export interface Truth {
  /** The look began and ended then. */
  from: number;
  to: number;
  /** Since when the server is dead; undefined while it is not, or was started again meanwhile. */
  serverDeadSince: number | undefined;
  /** Cables that are out, for all of the look: gateway, its drives, since when. */
  pulled: readonly { gateway: string; drives: readonly string[]; since: number }[];
}

/** After this long without the server the page must have said so. */
export const MUST_SAY_MS = 5_000;
/**
 * After this long without its gateway no drive may count as live: stale after 3 s without arrival, a frame or
 * heartbeat that tells of it within 1 s, digits that change once a second, and a second of a busy machine.
 */
export const MUST_BE_STALE_MS = 6_000;

/** Whether the page must have said by now that the server is away. */
export const mustSay = ({ from, serverDeadSince }: Truth): boolean =>
  serverDeadSince !== undefined && from - serverDeadSince >= MUST_SAY_MS;

/** Cables that are out for so long that none of their drives may count as live. */
export const mustBeStale = ({ from, pulled }: Truth): Truth['pulled'] =>
  pulled.filter(({ since }) => from - since >= MUST_BE_STALE_MS);

/** Everything that the page shows as live and is not, or does not say and must; in words. */
export function untruths(sight: Sight, truth: Truth): string[] {
  if (sight.isForeign) return [];
  const found: string[] = [];
  if (mustSay(truth)) {
    const dead = `${((truth.from - (truth.serverDeadSince ?? 0)) / 1_000).toFixed(1)} s after the server's death`;
    if (sight.link !== null && sight.link !== 'down' && sight.link !== 'ended') {
      found.push(`${sight.path}: ${dead} the link shows "${sight.link}"`);
    }
    if (sight.link !== null && !/No word from the server|no longer connected/.test(sight.banner)) {
      found.push(`${sight.path}: ${dead} the banner says "${sight.banner.slice(0, 100)}"`);
    }
    if (sight.drivesLive !== null) found.push(`${sight.path}: ${dead} ${sight.drivesLive} drives are live`);
    if (sight.liveMarks > 0)
      found.push(`${sight.path}: ${dead} ${sight.liveMarks} values are marked live: ${sight.liveTexts}`);
  }
  const gone = mustBeStale(truth);
  const drivesGone = gone.reduce((sum, { drives }) => sum + drives.length, 0);
  if (sight.drivesLive !== null && sight.drivesTotal !== null) {
    if (sight.drivesLive > sight.drivesTotal - drivesGone) {
      found.push(
        `${sight.path}: ${sight.drivesLive} of ${sight.drivesTotal} drives are live, ${drivesGone} have no gateway`,
      );
    }
  }
  const drive = /^\/drives\/([^/]+)$/.exec(sight.path)?.[1];
  const owner = drive === undefined ? undefined : gone.find(({ drives }) => drives.includes(drive));
  if (owner !== undefined && sight.liveMarks > 0) {
    const words = `${sight.liveMarks} values are marked live, its gateway ${owner.gateway} is gone: ${sight.liveTexts}`;
    found.push(`${sight.path}: ${words}`);
  }
  return found;
}
