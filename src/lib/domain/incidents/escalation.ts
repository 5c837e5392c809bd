import type { Role } from '../access/roles';
import { ROLE_LABELS } from '../access/roles';
import { HOUR_MS, MINUTE_MS, type Instant } from '../time';
import type { IncidentSeverity } from './severity';

/** Who is told, and how long after the opening when nobody has acknowledged until then. */
export interface EscalationStep {
  afterMs: number;
  to: readonly Role[];
}

const OPERATOR: EscalationStep = { afterMs: 0, to: ['operator'] };
const steps = (responderAfterMs: number, ownerAfterMs: number): readonly EscalationStep[] => [
  OPERATOR,
  { afterMs: responderAfterMs, to: ['responder'] },
  { afterMs: ownerAfterMs, to: ['process-owner', 'manager'] },
];

/**
 * Operators see every incident as it opens; while nobody acknowledges it, it goes on to responders, then to the
 * owner of the process and the manager. The first step is the opening itself. Hygiene wakes nobody.
 */
export const ESCALATION: Readonly<Record<IncidentSeverity, readonly EscalationStep[]>> = {
  1: steps(2 * MINUTE_MS, 5 * MINUTE_MS),
  2: steps(5 * MINUTE_MS, 10 * MINUTE_MS),
  3: steps(10 * MINUTE_MS, 30 * MINUTE_MS),
  4: steps(30 * MINUTE_MS, 4 * HOUR_MS),
  5: [OPERATOR],
};

/**
 * When the step comes that follows the last one taken; null after the last. A severity that rose may put it
 * into the past: it is then due at once.
 *
 * @param taken number of the last step taken, 0 for the opening
 */
export function nextEscalation(severity: IncidentSeverity, openedAt: Instant, taken: number): Instant | null {
  const next = ESCALATION[severity][taken + 1];
  return next === undefined ? null : openedAt + next.afterMs;
}

/** The roles of a step in words, such as `Process owner and manager`. */
export function rolesInWords(roles: readonly Role[]): string {
  const words = roles.map((role) => ROLE_LABELS[role].toLowerCase()).join(' and ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
