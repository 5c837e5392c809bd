import { eventType } from '../../domain/security/catalogue';
import type { SecurityEventView } from '../../protocol/security-events';
import type { SecurityEventRow } from '../storage/security-event-store';

/** An event as everybody who may see it sees it. */
export function presentEvent(row: SecurityEventRow): SecurityEventView {
  return {
    id: row.id,
    revision: row.revision,
    type: row.type,
    title: eventType(row.type)?.title ?? row.type,
    text: row.text,
    severity: row.severity,
    response: row.response,
    kind: row.kind,
    gateway: row.gateway,
    drive: row.drive,
    site: row.site,
    zone: row.zone,
    key: row.key,
    count: row.count,
    firstSeenAt: row.firstSeenAt,
    lastSeenAt: row.lastSeenAt,
    sourceTime: row.sourceTime,
    clearedAt: row.clearedAt,
    source: row.source,
    fields: row.fields,
    alarm: row.alarm,
    incident: row.incident,
    reviewed: row.reviewedAt === null ? null : { by: row.reviewedBy ?? 'somebody', at: row.reviewedAt },
  };
}
