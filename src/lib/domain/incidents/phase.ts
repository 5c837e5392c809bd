/**
 * Phases of an incident (reference: incidents, 4.1). The way there, and three ends without recovery:
 *
 *   detected ▶ triage ▶ declared ▶ contained ▶ eradicated ▶ recovering ▶ monitoring ▶ closed ▶ reviewed
 *   from every open phase ▶ false-positive | duplicate | merged
 */
export const INCIDENT_PHASES = [
  'detected',
  'triage',
  'declared',
  'contained',
  'eradicated',
  'recovering',
  'monitoring',
  'closed',
  'reviewed',
  'false-positive',
  'duplicate',
  'merged',
] as const;
export type IncidentPhase = (typeof INCIDENT_PHASES)[number];

/** Ways out that any open phase has. */
const ENDS = ['false-positive', 'duplicate', 'merged'] as const;

/**
 * Where an incident may go from each phase. A step that is not needed may be left out, but nothing is closed
 * that nobody has looked into. Going back is allowed from everywhere: whoever does it says why, and both hops
 * stay in the history.
 */
export const HOPS = {
  detected: ['triage', 'declared', ...ENDS],
  triage: ['declared', 'contained', 'recovering', 'monitoring', 'closed', 'detected', ...ENDS],
  declared: ['contained', 'eradicated', 'recovering', 'monitoring', 'closed', 'triage', ...ENDS],
  contained: ['eradicated', 'recovering', 'monitoring', 'closed', 'declared', 'triage', ...ENDS],
  eradicated: ['recovering', 'monitoring', 'closed', 'contained', 'declared', ...ENDS],
  recovering: ['monitoring', 'closed', 'eradicated', 'contained', 'declared', ...ENDS],
  monitoring: ['closed', 'recovering', 'eradicated', 'contained', 'declared', ...ENDS],
  closed: ['reviewed', 'monitoring', 'recovering', 'triage'],
  reviewed: ['closed', 'triage'],
  'false-positive': ['reviewed', 'triage'],
  duplicate: ['triage'],
  merged: ['triage'],
} as const satisfies Record<IncidentPhase, readonly IncidentPhase[]>;

/** Whether the one hop is in the table. */
export const mayMove = (from: IncidentPhase, to: IncidentPhase): boolean =>
  (HOPS[from] as readonly IncidentPhase[]).includes(to);

/** Whether somebody still has to do something about it. */
export function isOpenPhase(phase: IncidentPhase): boolean {
  switch (phase) {
    case 'detected':
    case 'triage':
    case 'declared':
    case 'contained':
    case 'eradicated':
    case 'recovering':
    case 'monitoring':
      return true;
    case 'closed':
    case 'reviewed':
    case 'false-positive':
    case 'duplicate':
    case 'merged':
      return false;
  }
}

export const PHASE_LABELS = {
  detected: 'Detected',
  triage: 'Triage',
  declared: 'Declared',
  contained: 'Contained',
  eradicated: 'Eradicated',
  recovering: 'Recovering',
  monitoring: 'Monitoring',
  closed: 'Closed',
  reviewed: 'Reviewed',
  'false-positive': 'False positive',
  duplicate: 'Duplicate',
  merged: 'Merged',
} as const satisfies Record<IncidentPhase, string>;
