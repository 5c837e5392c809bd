import type {
  AlarmId,
  GatewayId,
  IncidentId,
  PersonId,
  SecurityEventId,
  SiteId,
  ZoneId,
} from '../../src/lib/domain/ids';
import type { AlarmView } from '../../src/lib/protocol/alarms';
import type { IncidentEntry, IncidentView } from '../../src/lib/protocol/incidents';
import type { SecurityEventView } from '../../src/lib/protocol/security-events';
import { anAlarm } from './alarm-views';

/** 21 Nov 2026, 14:00:00 UTC: when everything here begins. */
export const START = Date.UTC(2026, 10, 21, 14);

/** Where everything here happens. */
export const PLACE = { site: 'north' as SiteId, zone: 'pumps' as ZoneId };

export const person = (name: string) => name as PersonId;
export const alarmNumber = (n: number) => n as AlarmId;
export const eventNumber = (n: number) => n as SecurityEventId;
export const incidentNumber = (n: number) => n as IncidentId;

export const anIncident = (given: Partial<IncidentView> = {}): IncidentView => ({
  id: incidentNumber(142),
  revision: 1,
  title: 'Scan, then a login on gw-005',
  phase: 'detected',
  severity: 4,
  verdict: null,
  ...PLACE,
  openedAt: START,
  openedBy: null,
  rule: 'intrusion',
  updatedAt: START,
  acknowledged: null,
  claim: null,
  assignee: null,
  processOwner: null,
  escalationStep: 0,
  escalatesAt: null,
  alarms: 0,
  events: 0,
  drives: 0,
  entries: 1,
  closedAt: null,
  ...given,
});

export const anEntry = (
  number: number,
  what: IncidentEntry['what'],
  given: Partial<IncidentEntry> = {},
): IncidentEntry => ({
  number,
  at: START + number * 1_000,
  sourceTime: null,
  clockUncertaintyMs: null,
  by: null,
  reason: '',
  what,
  ...given,
});

export const aSecurityEvent = (given: Partial<SecurityEventView> = {}): SecurityEventView => ({
  id: eventNumber(1),
  revision: 1,
  type: 'auth.ssh_bruteforce',
  title: 'SSH brute force',
  text: '46 failed logins from 10.20.4.17',
  severity: 'high',
  response: 'act',
  kind: 'state',
  gateway: 'gw-005' as GatewayId,
  drive: null,
  ...PLACE,
  key: '10.20.4.17',
  count: 46,
  firstSeenAt: START,
  lastSeenAt: START + 60_000,
  sourceTime: null,
  clearedAt: null,
  source: 'sshd',
  fields: {},
  alarm: null,
  incident: null,
  reviewed: null,
  ...given,
});

/** An alarm of the same attack. */
export const anAlarmOf = (given: Partial<AlarmView> = {}): AlarmView =>
  anAlarm(7, {
    definition: 'auth.ssh_bruteforce',
    title: 'SSH brute force',
    text: 'SSH brute force from 10.20.4.17, 46 tries',
    kind: 'security',
    ...PLACE,
    gateway: 'gw-005' as GatewayId,
    drive: null,
    key: '10.20.4.17',
    raisedAt: START + 2_000,
    ...given,
  });
