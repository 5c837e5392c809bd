import type {
  AlarmId,
  DriveId,
  GatewayId,
  IncidentId,
  PlaybookId,
  RunId,
  SecurityEventId,
  SiteId,
  ZoneId,
} from '$lib/domain/ids';

// The product is never served below a path of its own, so addresses are made here and nowhere else.

export const OVERVIEW = '/overview';
export const SITES = '/sites';
export const GATEWAYS = '/gateways';
export const EVENTS = '/events';
export const INCIDENTS = '/incidents';
export const ALARMS = '/alarms';
export const PLAYBOOKS = '/playbooks';
export const RUNS = '/runs';
export const TRUST = `${PLAYBOOKS}/trust`;
export const ZONES = '/zones';
export const POSTURE = '/posture';
export const POSTURE_REPORT = `${POSTURE}/report`;
export const ATTESTATIONS = '/attestations';
export const ASSETS = '/assets';
export const LIFECYCLE = `${ASSETS}/lifecycle`;
export const ADVISORIES = '/advisories';
export const ALARM_JOURNAL = `${ALARMS}/journal`;

export const siteLink = (id: SiteId): string => `${SITES}/${encodeURIComponent(id)}`;
export const driveLink = (id: DriveId): string => `/drives/${encodeURIComponent(id)}`;
export const gatewayLink = (id: GatewayId): string => `${GATEWAYS}/${encodeURIComponent(id)}`;
export const eventLink = (id: SecurityEventId): string => `${EVENTS}/${id}`;
export const incidentLink = (id: IncidentId): string => `${INCIDENTS}/${id}`;
export const playbookLink = (id: PlaybookId): string => `${PLAYBOOKS}/${id}`;
/** Of an asset of the inventory, such as `drive:pump-01`. */
export const assetLink = (id: string): string => `${ASSETS}/${encodeURIComponent(id)}`;
export const advisoryLink = (id: number): string => `${ADVISORIES}/${id}`;
export const zoneLink = (id: ZoneId): string => `${ZONES}/${encodeURIComponent(id)}`;
export const runLink = (id: RunId): string => `${RUNS}/${id}`;
export const alarmLink = (id: AlarmId): string => `${ALARMS}?alarm=${id}`;

/** The window in which an incident is opened, with what it is about filled in. */
export const openIncidentFrom = (of: { kind: 'alarm' | 'event' | 'drive'; id: string | number }): string =>
  `${INCIDENTS}?${new URLSearchParams({ open: `${of.kind}:${of.id}` })}`;
