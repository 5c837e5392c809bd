import type { Instant } from '../time';
import { eventType } from './catalogue';
import type { EventType } from './event-type';
import type { FindingField } from './finding';
import type { OcsfClass } from './ocsf-classes';
import { SEVERITY_SCALES, type EventSeverity } from './severity';

/** Released version of the schema that the export follows. */
const OCSF_VERSION = '1.5.0';
const ATTACK_VERSION = '18.1';

/** A row of the event list, as far as an export needs it. */
export interface ExportedEvent {
  id: number;
  type: string;
  title: string;
  text: string;
  severity: EventSeverity;
  gateway: string | null;
  drive: string | null;
  site: string | null;
  zone: string | null;
  count: number;
  firstSeenAt: Instant;
  lastSeenAt: Instant;
  sourceTime: Instant | null;
  clearedAt: Instant | null;
  source: string;
  fields: Readonly<Record<string, FindingField>>;
}

/** What is known of the activity by its class alone; `Other` (99) where the schema has no word for it. */
const ACTIVITIES: Partial<Record<OcsfClass, number>> = { 3002: 1, 4001: 6 };
const OTHER = 99;

const isFindingClass = (type: EventType): boolean => type.ocsf >= 2_000 && type.ocsf < 3_000;

/**
 * A security event in the words of the Open Cybersecurity Schema Framework: one object, of the class the
 * catalogue gives its type. `undefined` for a type the catalogue does not know. What the schema has no place for
 * stands under `unmapped`.
 */
export function toOcsf(event: ExportedEvent, version: string): Record<string, unknown> | undefined {
  const type = eventType(event.type);
  if (type === undefined) return undefined;
  const activity = activityOf(type, event);
  const attacks = attacksOf(type);
  const isFinding = isFindingClass(type);
  return {
    activity_id: activity,
    ...(activity === OTHER ? { activity_name: type.title } : {}),
    category_uid: Math.floor(type.ocsf / 1_000),
    class_uid: type.ocsf,
    type_uid: type.ocsf * 100 + activity,
    severity_id: SEVERITY_SCALES[event.severity].ocsf,
    time: event.lastSeenAt,
    start_time: event.firstSeenAt,
    end_time: event.clearedAt ?? event.lastSeenAt,
    count: event.count,
    message: event.text,
    ...statusOf(type),
    metadata: {
      version: OCSF_VERSION,
      product: { name: 'Zonewatch', vendor_name: 'Zonewatch', version },
      uid: String(event.id),
      event_code: event.type,
      log_provider: event.source,
      ...(event.sourceTime === null ? {} : { original_time: new Date(event.sourceTime).toISOString() }),
      ...(isFinding || attacks.length === 0 ? {} : { profiles: ['security_control'] }),
    },
    ...(isFinding ? { finding_info: findingInfo(event, attacks) } : attacks.length > 0 ? { attacks } : {}),
    ...(type.ocsf === 2_003 ? { compliance: complianceOf(type) } : {}),
    ...(event.gateway === null
      ? {}
      : { device: { hostname: event.gateway, type: 'Gateway', type_id: OTHER } }),
    ...endpointsOf(event.fields),
    unmapped: {
      site: event.site,
      zone: event.zone,
      drive: event.drive,
      requirements: type.sr.map((sr) => `IEC 62443-3-3 ${sr}`),
      fields: event.fields,
    },
  };
}

/** A finding is created, and closed when its state has ended. */
function activityOf(type: EventType, { clearedAt }: ExportedEvent): number {
  if (isFindingClass(type)) return clearedAt === null ? 1 : 3;
  return ACTIVITIES[type.ocsf] ?? OTHER;
}

/** Whether a login was one. */
function statusOf({ id, ocsf }: EventType): { status_id?: number } {
  return ocsf === 3_002 ? { status_id: id === 'auth.ssh_success' ? 1 : 2 } : {};
}

const attacksOf = ({ attack }: EventType): object[] =>
  attack.map(({ id, name }) => ({ technique: { uid: id, name }, version: ATTACK_VERSION }));

const findingInfo = (event: ExportedEvent, attacks: readonly object[]): object => ({
  uid: `${event.type}:${event.id}`,
  title: event.title,
  desc: event.text,
  first_seen_time: event.firstSeenAt,
  last_seen_time: event.lastSeenAt,
  ...(attacks.length > 0 ? { attacks } : {}),
});

const complianceOf = ({ sr }: EventType): object => ({
  standards: ['IEC 62443-3-3'],
  requirements: sr,
  status_id: 3,
});

/** Who, from where, to where. */
function endpointsOf(fields: ExportedEvent['fields']): Record<string, unknown> {
  const endpoint = (address: FindingField | undefined, port: FindingField | undefined) => ({
    ...(typeof address === 'string' ? { ip: address } : {}),
    ...(typeof port === 'number' ? { port } : {}),
  });
  const from = endpoint(fields['src'], fields['spt']);
  const to = endpoint(fields['dst'], fields['dpt']);
  return {
    ...(Object.keys(from).length > 0 ? { src_endpoint: from } : {}),
    ...(Object.keys(to).length > 0 ? { dst_endpoint: to } : {}),
    ...(typeof fields['user'] === 'string' ? { user: { name: fields['user'] } } : {}),
  };
}
