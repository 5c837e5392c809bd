import { ESCALATION } from '../../domain/incidents/escalation';
import { incidentLabel } from '../../domain/incidents/label';
import type { Instant } from '../../domain/time';
import type { IncidentView } from '../../protocol/incidents';
import type { Tx } from '../storage/database';
import type { IncidentRow } from '../storage/incident-store';
import { insertDeliveries } from '../storage/webhook-delivery-store';

/** Severity of what is worth waking nobody. */
const HYGIENE = 5;
/** Stands for the step of an escalation where there is none. */
export const NO_STEP = -1;

const CALLS = { worse: 'incident.worsened', reopened: 'incident.reopened' } as const;

/**
 * Puts into the outbox what the incident's present step of escalation tells every webhook: of each opening, and
 * of each time that people are called anew, once.
 */
export async function queueDeliveries(
  tx: Tx,
  { id, status: incident }: IncidentRow,
  now: Instant,
): Promise<void> {
  if (incident.severity === HYGIENE) return;
  const { call, escalationStep: step } = incident;
  const beginning = call === undefined ? 'incident.opened' : CALLS[call.why];
  const body = {
    event: step === 0 ? beginning : 'incident.escalated',
    incident: {
      id,
      label: incidentLabel(id),
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
  const source = call === undefined ? '' : `entry ${call.entry}`;
  await insertDeliveries(tx, { incident: id, step, body, source }, now);
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
