import type { IncidentPhase } from './phase';

/** What an incident turned out to be: a field of its own, beside phase and severity (reference: incidents, 4.1). */
export const INCIDENT_VERDICTS = [
  'true-positive-impact',
  'true-positive-no-impact',
  'false-positive',
  'legitimate',
  'unknown',
] as const;
export type IncidentVerdict = (typeof INCIDENT_VERDICTS)[number];

export const VERDICT_LABELS = {
  'true-positive-impact': 'Real, with impact',
  'true-positive-no-impact': 'Real, without impact',
  'false-positive': 'False positive',
  legitimate: 'Legitimate act',
  unknown: 'Unknown',
} as const satisfies Record<IncidentVerdict, string>;

/**
 * The verdict a hop brings with it. Closing needs one from whoever closes; a false positive is its own; no
 * other hop states any.
 *
 * @returns the verdict, or in words what is wrong with the one given
 */
export function verdictFor(
  to: IncidentPhase,
  given: IncidentVerdict | null,
): { verdict: IncidentVerdict | null } | { fault: string } {
  if (to === 'closed') return given === null ? { fault: 'Closing needs a verdict.' } : { verdict: given };
  if (to === 'false-positive') {
    return given === null || given === 'false-positive'
      ? { verdict: 'false-positive' }
      : { fault: 'The verdict of a false positive is just that.' };
  }
  return given === null ? { verdict: null } : { fault: 'A verdict is given on closing, not before.' };
}
