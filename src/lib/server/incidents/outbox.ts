import { ESCALATION } from '../../domain/incidents/escalation';
import { incidentLabel } from '../../domain/incidents/label';
import type { Instant } from '../../domain/time';
import type { IncidentView } from '../../protocol/incidents';
import type { Tx } from '../storage/database';
import { insertDeliveries } from '../storage/webhook-delivery-store';

/** Severity of what is worth waking nobody. */
const HYGIENE = 5;

/** Puts into the outbox what the incident's present step of escalation tells every webhook. */
export async function queueDeliveries(tx: Tx, incident: IncidentView, now: Instant): Promise<void> {
  if (incident.severity === HYGIENE) return;
  const step = incident.escalationStep;
  const body = {
    event: step === 0 ? 'incident.opened' : 'incident.escalated',
    incident: {
      id: incident.id,
      label: incidentLabel(incident.id),
      title: incident.title,
      severity: incident.severity,
      phase: incident.phase,
      site: incident.site,
      zone: incident.zone,
      rule: incident.rule,
      openedAt: new Date(incident.openedAt).toISOString(),
    },
    step,
    roles: ESCALATION[incident.severity][step]?.to ?? [],
  };
  await insertDeliveries(tx, { incident: incident.id, step, body }, now);
}
