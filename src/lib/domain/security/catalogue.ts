import { ATTACK_TECHNIQUES } from './attack-techniques';
import type { EventType, EventTypeRow } from './event-type';
import { foundationalOf } from './requirements';
import { SEVERITY_SCALES } from './severity';
import { AUTHENTICATION_TYPES } from './types/authentication';
import { CERTIFICATE_TYPES } from './types/certificates';
import { DRIVE_TYPES } from './types/drives';
import { GATEWAY_TYPES } from './types/gateway';
import { HOST_TYPES } from './types/host';
import { IDS_TYPES } from './types/ids';
import { NETWORK_TYPES } from './types/network';
import { OT_TYPES } from './types/ot';
import { TIME_TYPES } from './types/time';
import { UPDATE_TYPES } from './types/updates';
import { VULNERABILITY_TYPES } from './types/vulnerability';

const ROWS = {
  ...NETWORK_TYPES,
  ...AUTHENTICATION_TYPES,
  ...HOST_TYPES,
  ...UPDATE_TYPES,
  ...TIME_TYPES,
  ...CERTIFICATE_TYPES,
  ...IDS_TYPES,
  ...DRIVE_TYPES,
  ...OT_TYPES,
  ...GATEWAY_TYPES,
  ...VULNERABILITY_TYPES,
} satisfies Record<string, EventTypeRow>;

export type EventTypeId = keyof typeof ROWS;

export const EVENT_TYPE_IDS = Object.keys(ROWS) as readonly EventTypeId[];

/** Every kind of security event there is. */
export const EVENT_TYPES = Object.fromEntries(
  EVENT_TYPE_IDS.map((id) => [id, completed(id, ROWS[id])]),
) as Readonly<Record<EventTypeId, EventType & { id: EventTypeId }>>;

export const isEventTypeId = (id: string): id is EventTypeId => Object.hasOwn(EVENT_TYPES, id);

/** The type of this id; `undefined` when the catalogue has none. */
export const eventType = (id: string): EventType | undefined =>
  isEventTypeId(id) ? EVENT_TYPES[id] : undefined;

/** Names under which some types arrive besides their own: the thin-edge flow for certificates, our journal's storms. */
const OTHER_NAMES: Readonly<Record<string, EventTypeId>> = {
  certificateExpiresSoon_warn: 'cert.expiring',
  certificateExpiresSoon_alarm: 'cert.expiring',
  storm: 'gw.event_storm',
};

const BY_THIN_EDGE_TYPE: ReadonlyMap<string, EventTypeId> = new Map([
  ...EVENT_TYPE_IDS.map((id) => [EVENT_TYPES[id].thinEdge.type, id] as const),
  ...Object.entries(OTHER_NAMES),
]);

/** The type that a gateway calls by this last segment of its topic; `undefined` when the catalogue has none. */
export function byThinEdgeType(name: string): (EventType & { id: EventTypeId }) | undefined {
  const id = BY_THIN_EDGE_TYPE.get(name);
  return id === undefined ? undefined : EVENT_TYPES[id];
}

function completed(id: string, { attack, sr, isOurs, ...row }: EventTypeRow): EventType {
  const scale = SEVERITY_SCALES[row.severity];
  const isState = row.kind === 'state';
  return {
    ...row,
    id,
    actsFrom: row.actsFrom,
    priority: row.priority,
    incidentRule: row.incidentRule,
    judgedBy: row.judgedBy ?? 'report',
    attack: attack.ics.map((technique) => ({
      id: technique,
      name: ATTACK_TECHNIQUES[technique],
      fit: attack.fit,
    })),
    sr: sr.map((number) => `SR ${number}`),
    fr: foundationalOf(sr),
    isOurs: isOurs ?? false,
    thinEdge: {
      channel: isState ? 'a' : 'e',
      type: id.replaceAll('.', '_'),
      severity: isState ? scale.thinEdge : undefined,
    },
    syslogSeverity: scale.syslog,
    cefSeverity: scale.cef,
    ocsfSeverity: scale.ocsf,
  };
}
