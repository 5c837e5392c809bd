import { can } from '../../../domain/access/can';
import { audienceOf } from '../../../domain/access/visibility';
import { DomainError } from '../../../domain/errors';
import { incidentId } from '../../../domain/ids';
import { incidentPhase, incidentSeverity, incidentVerdict } from '../../../domain/incidents/entry';
import { isOpenPhase, mayMove, PHASE_LABELS } from '../../../domain/incidents/phase';
import { canSeeIncident, incidentSubject } from '../../../domain/incidents/subject';
import { verdictFor } from '../../../domain/incidents/verdict';
import { selectIncident } from '../../storage/incident-store';
import { reason } from '../../access/given-words';
import { defineIncidentCommand, personOf, which } from './incident-command';

/** Sets how bad it is. Only a person makes it less, and says why. */
export const setSeverity = defineIncidentCommand({
  name: 'incident.set-severity',
  action: 'incident.move',
  schema: which.extend({ severity: incidentSeverity, reason }),
  drafts(_tx, { status }, { severity: to, reason: why }, { actor }) {
    if (status.severity === to) return [];
    return [{ what: { kind: 'severity', from: status.severity, to }, by: personOf(actor), reason: why }];
  },
  said: ({ severity, reason: why }) => ({ reason: why, facts: { severity } }),
});

/** Moves it one hop of the table, on or back; the reason becomes part of its history. */
export const moveIncident = defineIncidentCommand({
  name: 'incident.move',
  action: 'incident.move',
  schema: which.extend({
    to: incidentPhase,
    reason,
    verdict: incidentVerdict.nullable().default(null),
    of: incidentId.nullable().default(null),
  }),
  async drafts(tx, { id, status }, { to, reason: why, verdict: given, of }, { actor, plant }) {
    const from = status.phase;
    if (!mayMove(from, to)) {
      throw new DomainError(
        'conflict',
        `It cannot go from ${PHASE_LABELS[from]} to ${PHASE_LABELS[to]}. It may have moved meanwhile.`,
      );
    }
    if (!isOpenPhase(to)) {
      const decision = can(actor, 'incident.close', incidentSubject(status, plant));
      if (!decision.allowed) throw new DomainError(decision.code, decision.reason);
    }
    const judged = verdictFor(to, given);
    if ('fault' in judged) throw invalid('verdict', judged.fault);
    if (to === 'merged') throw invalid('to', 'is what merging does');
    if ((to === 'duplicate') !== (of !== null)) {
      throw invalid('of', to === 'duplicate' ? 'name the incident that goes on' : 'is only for duplicates');
    }
    if (of !== null) {
      const other = of === id ? undefined : await selectIncident(tx, of);
      const isSeen = other !== undefined && canSeeIncident(audienceOf(actor, plant), other.status);
      if (!isSeen) throw invalid('of', 'is no other incident');
    }
    return [
      { what: { kind: 'moved', from, to, verdict: judged.verdict, of }, by: personOf(actor), reason: why },
    ];
  },
  said: ({ to, reason: why, verdict, of }) => ({ reason: why, facts: { to, verdict, of } }),
});

const invalid = (path: string, message: string): DomainError =>
  new DomainError('input.invalid', undefined, { issues: [{ path, message }] });
