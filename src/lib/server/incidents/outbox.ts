import { ESCALATION } from '../../domain/incidents/escalation';
import { incidentLabel } from '../../domain/incidents/label';
import type { Instant } from '../../domain/time';
import type { IncidentView } from '../../protocol/incidents';
import type { Tx } from '../storage/database';
import { insertDeliveries } from '../storage/webhook-delivery-store';

/** Severity of what is worth waking nobody. */
const HYGIENE = 5;
/** Stands for the step of an escalation where there is none. */
const NO_STEP = -1;

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

/**
 * Puts a notice of a run into the outbox of its incident, for every webhook; what stands there under that key
 * already stays.
 */
export async function queueNotice(
  tx: Tx,
  incident: IncidentView,
  notice: { key: string; run: string; severity: string; text: string },
  now: Instant,
): Promise<void> {
  const { key, run, severity: urgency, text } = notice;
  const { id, title, severity, phase, site, zone } = incident;
  const body = {
    event: 'run.notice',
    incident: { id, label: incidentLabel(id), title, severity, phase, site, zone },
    notice: { run, severity: urgency, text },
  };
  await insertDeliveries(tx, { incident: id, step: NO_STEP, body, source: key }, now);
}
