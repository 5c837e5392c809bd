import { z } from 'zod';
import { DAY_MS, type Instant } from '../time';
import { CHECK_COMMAND } from './commands/command-types';

/** Longest stretch of telemetry that one drill is played. */
const LONGEST_MS = 7 * DAY_MS;

/** What is found of things of which only the newest is kept. */
export const NEVER_RECORDED = 'never recorded';

/** A stretch of stored telemetry that a drill looks at instead of what is live: both ends belong to it. */
export const recordedWindow = z
  .object({ from: z.number().int(), to: z.number().int() })
  .refine(({ from, to }) => to > from, { path: ['to'], message: 'must be after its beginning' })
  .refine(({ from, to }) => to - from <= LONGEST_MS, { path: ['to'], message: 'is at most 7 days later' });
export type RecordedWindow = z.infer<typeof recordedWindow>;

/** Which moment of the record a step looks at: `at` when the step began at `since`, then faster by the scale. */
export interface RecordedCourse {
  at: Instant;
  since: Instant;
  /** Where the record ends. */
  to: Instant;
}

/** The moment of the record that is looked at now; it stands at the record's end. */
export const recordedMoment = ({ at, since, to }: RecordedCourse, timeScale: number, now: Instant): Instant =>
  Math.min(to, at + Math.max(0, now - since) * timeScale);

/** What of a step tells how long it looked. */
interface Looked {
  rendered: { commands: readonly { type: string }[] } | null;
  startedAt: Instant | null;
  endedAt: Instant | null;
}

/**
 * From where in the record a step that begins now looks on. The record passes while checks look, faster by the
 * drill's time scale, and stands still while people read, decide and act: it is the plant that is played, not the
 * shift.
 */
export function recordedCourse(
  { from, to }: RecordedWindow,
  timeScale: number,
  steps: Iterable<Looked>,
  since: Instant,
): RecordedCourse {
  return { at: Math.min(to, from + lookedMs(steps, since) * timeScale), since, to };
}

/** How long checks have looked until then, in ms; what looked side by side counts once. */
function lookedMs(steps: Iterable<Looked>, until: Instant): number {
  const spans = [...steps]
    .filter(({ rendered }) => rendered?.commands.some(({ type }) => type === CHECK_COMMAND) === true)
    .flatMap(({ startedAt, endedAt }) =>
      startedAt === null || startedAt >= until
        ? []
        : [[startedAt, Math.min(endedAt ?? until, until)] as const],
    )
    .sort(([a], [b]) => a - b);
  let total = 0;
  let covered = -Infinity;
  for (const [from, to] of spans) {
    total += Math.max(0, to - Math.max(from, covered));
    covered = Math.max(covered, to);
  }
  return total;
}
