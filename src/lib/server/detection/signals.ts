import type { IncidentSignal } from '../../domain/incidents/signal';
import { eventType } from '../../domain/security/catalogue';
import type { SecurityEventId } from '../../domain/ids';
import type { NewSecurityEvent } from '../storage/security-event-store';
import type { ClockOf } from './reports';

/** What an event tells the rules of correlation. */
export function signalOf(row: NewSecurityEvent & { id: SecurityEventId }, clockOf: ClockOf): IncidentSignal {
  return {
    kind: 'event',
    id: row.id,
    type: row.type,
    site: row.site,
    zone: row.zone,
    gateway: row.gateway,
    drive: row.drive,
    key: row.key,
    at: row.lastSeenAt,
    sourceTime: row.sourceTime ?? undefined,
    clockUncertaintyMs: clockOf(row)?.uncertaintyMs,
    severity: row.severity,
    response: row.response,
    title: eventType(row.type)?.title ?? row.type,
    text: row.text,
  };
}
