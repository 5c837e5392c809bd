import { alarmId, driveId, gatewayId, siteId, zoneId } from '../../src/lib/domain/ids';
import type { AlarmCounts, AlarmView } from '../../src/lib/protocol/alarms';

/** An unacknowledged alarm of priority 2 on drive `p-1`, changed by what is given. */
export function anAlarm(id: number, given: Partial<AlarmView> = {}): AlarmView {
  return {
    id: alarmId.parse(id),
    revision: 1,
    definition: 'ot.drive_fault',
    title: 'Drive tripped',
    text: `Alarm ${id}`,
    kind: 'process',
    priority: 2,
    site: siteId.parse('site'),
    zone: zoneId.parse('zone'),
    gateway: gatewayId.parse('gw-1'),
    drive: driveId.parse('p-1'),
    key: '',
    state: 'unacknowledged',
    active: true,
    acked: false,
    latched: false,
    isAnnunciated: true,
    isChattering: false,
    unknownSince: null,
    raisedAt: id,
    sourceTime: null,
    clockUncertaintyMs: null,
    firstOut: 'no',
    returnedAt: null,
    acknowledged: null,
    confirmed: null,
    reset: null,
    shelved: null,
    suppressed: null,
    outOfService: null,
    shelfAsked: null,
    count: 1,
    value: null,
    limit: null,
    unit: null,
    facts: {},
    cause: null,
    held: 0,
    incident: null,
    event: null,
    closedAt: null,
    ...given,
  };
}

/** The same alarm after somebody has acknowledged it. */
export const acknowledged = (alarm: AlarmView, by = 'operator 2'): AlarmView => ({
  ...alarm,
  revision: alarm.revision + 1,
  state: 'acknowledged',
  acked: true,
  isAnnunciated: false,
  acknowledged: { by, at: alarm.raisedAt + 60_000, note: '' },
});

/** The same alarm after it is over and nothing more is to be done about it. */
export const closed = (alarm: AlarmView): AlarmView => ({
  ...alarm,
  revision: alarm.revision + 1,
  state: 'normal',
  active: false,
  acked: true,
  isAnnunciated: false,
  closedAt: alarm.raisedAt + 90_000,
});

export const someCounts = (given: Partial<AlarmCounts> = {}): AlarmCounts => ({
  zone: zoneId.parse('zone'),
  site: siteId.parse('site'),
  unacknowledged: [0, 0, 0, 0],
  acknowledged: [0, 0, 0, 0],
  returned: [0, 0, 0, 0],
  shelved: 0,
  suppressed: 0,
  outOfService: 0,
  ...given,
});
