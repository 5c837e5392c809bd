import { describe, expect, it } from 'vitest';
import {
  alarmNumber,
  anAlarmOf,
  anEntry,
  aSecurityEvent,
  eventNumber,
  person,
  PLACE,
  START,
} from '../../../../tests/support/incident-views';
import type { DriveId, GatewayId } from '$lib/domain/ids';
import { timelineOf, type TimelineFacts } from './timeline';

const timeline = (given: Partial<TimelineFacts>) =>
  timelineOf({ entries: [], alarms: [], events: [], names: {}, ...given });
const texts = (given: Partial<TimelineFacts>) => timeline(given).map(({ text }) => text);

const device = (at: number, clockUncertaintyMs: number, receivedAt = at + 400) => ({
  sourceTime: at,
  clockUncertaintyMs,
  raisedAt: receivedAt,
});
const opened = anEntry(1, { kind: 'opened', rule: 'intrusion', title: 'Intrusion', severity: 4, ...PLACE });

it('puts alarms, events and entries on one axis, oldest first', () => {
  expect(
    texts({
      entries: [opened, anEntry(9, { kind: 'commented', text: 'site called' }, { by: person('op') })],
      alarms: [anAlarmOf({ text: 'Brute force', raisedAt: START + 2_000 })],
      events: [aSecurityEvent({ text: 'Port scan', count: 3, firstSeenAt: START - 5_000 })],
    }),
  ).toEqual(['Port scan (3 times)', 'Opened by rule intrusion: Intrusion', 'Brute force', 'site called']);
});

it('places what a device saw by the device’s clock when that clock is known, by ours when it is not', () => {
  const late = anAlarmOf({ id: alarmNumber(1), text: 'sent late', ...device(START - 60_000, 200, START) });
  const lost = anAlarmOf({
    id: alarmNumber(2),
    text: 'no clock',
    sourceTime: START - 90_000,
    clockUncertaintyMs: null,
    raisedAt: START - 1_000,
  });
  const items = timeline({ alarms: [late, lost] });
  expect(items.map(({ text, at, isDeviceTime, receivedAt }) => [text, at, isDeviceTime, receivedAt])).toEqual(
    [
      ['sent late', START - 60_000, true, START],
      ['no clock', START - 1_000, false, START - 1_000],
    ],
  );
});

it('takes the clock of an event’s beginning from the entry that linked it, and does not tell the link twice', () => {
  const link = anEntry(
    2,
    { kind: 'linked', links: [{ kind: 'event', id: eventNumber(1) }], text: 'SSH brute force' },
    { sourceTime: START - 800, clockUncertaintyMs: 300 },
  );
  const [only, ...rest] = timeline({ entries: [link], events: [aSecurityEvent()] });
  expect(rest).toEqual([]);
  expect([only?.at, only?.uncertaintyMs]).toEqual([START - 800, 300]);
});

it('tells of what the program linked only what is not shown otherwise', () => {
  const link = anEntry(2, {
    kind: 'linked',
    links: [
      { kind: 'event', id: eventNumber(1) },
      { kind: 'event', id: eventNumber(99) },
      { kind: 'drive', id: 'mp-101' as DriveId },
    ],
    text: '',
  });
  expect(texts({ entries: [link], events: [aSecurityEvent({ text: 'Scan', count: 1 })] })).toEqual([
    'Scan',
    'Linked event 99',
  ]);
});

it('tells an event and the alarm that it raised at once in one line, and in two when it took longer', () => {
  const alarm = anAlarmOf({ event: eventNumber(1), raisedAt: START + 1_000, text: 'Brute force' });
  const event = aSecurityEvent({ alarm: alarm.id, count: 1, text: 'failed logins' });
  expect(timeline({ alarms: [alarm], events: [event] })).toMatchObject([
    { text: 'Brute force', priority: 2, severity: 'high' },
  ]);
  const later = { ...alarm, raisedAt: START + 60_000 };
  expect(texts({ alarms: [later], events: [event] })).toEqual(['failed logins', 'Brute force']);
});

it('keeps a link that a person made, with their reason', () => {
  const link = anEntry(
    2,
    { kind: 'linked', links: [{ kind: 'event', id: eventNumber(1) }], text: '' },
    { by: person('responder'), reason: 'same source address' },
  );
  expect(timeline({ entries: [link], events: [aSecurityEvent()] })).toMatchObject([
    { kind: 'security' },
    { kind: 'people', remark: 'same source address' },
  ]);
});

describe('order', () => {
  const two = (apartMs: number, gateways: [string, string]) =>
    timeline({
      alarms: gateways.map((gateway, i) =>
        anAlarmOf({
          id: alarmNumber(i + 1),
          gateway: gateway as GatewayId,
          ...device(START + i * apartMs, 300),
        }),
      ),
    }).map(({ isOrderUncertain }) => isOrderUncertain);

  it('is uncertain between clocks that may be off by more than what lies between', () => {
    expect(two(500, ['gw-001', 'gw-002'])).toEqual([true, true]);
    expect(two(700, ['gw-001', 'gw-002'])).toEqual([false, false]);
  });

  it('is certain within one clock, however far off that is', () => {
    expect(two(1, ['gw-001', 'gw-001'])).toEqual([false, false]);
  });

  it('is seen over what lies between of the same clock', () => {
    const alarms = [
      anAlarmOf({ id: alarmNumber(1), gateway: 'gw-001' as GatewayId, ...device(START, 2_000) }),
      anAlarmOf({ id: alarmNumber(2), gateway: 'gw-001' as GatewayId, ...device(START + 10, 2_000) }),
      anAlarmOf({ id: alarmNumber(3), gateway: 'gw-002' as GatewayId, ...device(START + 1_500, 10) }),
    ];
    expect(timeline({ alarms }).map((item) => item.isOrderUncertain)).toEqual([true, true, true]);
  });
});

it('tells of an alarm what became of it, and who did that', () => {
  const alarm = anAlarmOf({
    active: false,
    returnedAt: START + 30_000,
    acknowledged: { by: 'op', at: START + 20_000, note: 'fan swapped' },
  });
  const items = timeline({ alarms: [alarm], names: { op: 'Operator 1' } });
  expect(items.map(({ text, who, remark, until }) => [text, who, remark, until])).toEqual([
    [alarm.text, 'gw-005', '', START + 30_000],
    ['Alarm acknowledged: SSH brute force', 'Operator 1', 'fan swapped', undefined],
    ['Back to normal: SSH brute force', 'gw-005', '', undefined],
  ]);
});

it('says of what goes on that it has no end yet', () => {
  const [event, alarm] = timeline({ events: [aSecurityEvent()], alarms: [anAlarmOf()] });
  expect([event?.until, alarm?.until]).toEqual([null, null]);
});
