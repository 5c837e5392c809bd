import { expect, it, vi } from 'vitest';
import {
  alarmNumber,
  anAlarmOf,
  anEntry,
  anIncident,
  aSecurityEvent,
  eventNumber,
  person,
  PLACE,
} from '../../../../tests/support/incident-views';
import { IncidentFile, type IncidentDetail } from './incident-file.svelte';

const opened = anEntry(1, { kind: 'opened', rule: null, title: 'x', severity: 4, ...PLACE });
const comment = (number: number) =>
  anEntry(number, { kind: 'commented', text: `note ${number}` }, { by: person('op') });
const detail = (given: Partial<IncidentDetail> = {}): IncidentDetail => ({
  incident: anIncident(),
  entries: [opened],
  links: { alarms: [anAlarmOf()], events: [aSecurityEvent()], drives: [], gateways: [] },
  people: [{ person: person('op'), name: 'Operator 1', mayHandle: true, isProcessOwner: false }],
  deliveries: [],
  ...given,
});

function file() {
  const again = vi.fn();
  return { made: new IncidentFile(detail(), again), again };
}
const numbers = (of: IncidentFile) => of.entries.map(({ number }) => number);

it('grows by what the stream tells of it, and of no other incident', () => {
  const { made, again } = file();
  made.take({ incident: anIncident({ revision: 2, phase: 'triage', entries: 2 }), entries: [comment(2)] });
  made.take({ incident: anIncident({ id: 7 as never, revision: 9 }), entries: [comment(3)] });
  expect([made.incident.phase, numbers(made)]).toEqual(['triage', [1, 2]]);
  expect(again).not.toHaveBeenCalled();
});

it('asks again where an entry is missing, and puts in no gap', () => {
  const { made, again } = file();
  made.take({ incident: anIncident({ revision: 4, entries: 4 }), entries: [comment(4)] });
  expect(numbers(made)).toEqual([1]);
  expect(again).toHaveBeenCalledTimes(1);
  made.load(
    detail({
      incident: anIncident({ revision: 4, entries: 4 }),
      entries: [opened, comment(2), comment(3), comment(4)],
    }),
  );
  expect(numbers(made)).toEqual([1, 2, 3, 4]);
});

it('tells nothing twice', () => {
  const { made } = file();
  const news = { incident: anIncident({ revision: 2, entries: 2 }), entries: [comment(2)] };
  made.take(news);
  made.take(news);
  expect(numbers(made)).toEqual([1, 2]);
});

it('lets an older answer take nothing away', () => {
  const { made } = file();
  made.take({ incident: anIncident({ revision: 2, phase: 'triage', entries: 2 }), entries: [comment(2)] });
  made.load(detail());
  expect([made.incident.phase, numbers(made)]).toEqual(['triage', [1, 2]]);
});

it('asks again for what was linked that it does not hold', () => {
  const { made, again } = file();
  const link = (id: number) =>
    anEntry(2, { kind: 'linked', links: [{ kind: 'event', id: eventNumber(id) }], text: '' });
  made.take({ incident: anIncident({ revision: 2 }), entries: [link(1)] });
  expect(again).not.toHaveBeenCalled();
  made.take({ incident: anIncident({ revision: 3 }), entries: [{ ...link(99), number: 3 }] });
  expect(again).toHaveBeenCalledTimes(1);
});

it('asks again for the name of somebody it does not know', () => {
  const { made, again } = file();
  made.take({ incident: anIncident({ revision: 2 }), entries: [{ ...comment(2), by: person('stranger') }] });
  expect(numbers(made)).toEqual([1, 2]);
  expect(again).toHaveBeenCalledTimes(1);
});

it('follows its alarms and events, and takes in no others', () => {
  const { made } = file();
  made.takeAlarm(anAlarmOf({ revision: 2, active: false }));
  made.takeAlarm(anAlarmOf({ id: alarmNumber(99), revision: 5 }));
  made.takeEvents([aSecurityEvent({ revision: 2, count: 50 }), aSecurityEvent({ id: eventNumber(99) })]);
  expect(made.alarms.map(({ id, active }) => [id, active])).toEqual([[7, false]]);
  expect(made.events.map(({ id, count }) => [id, count])).toEqual([[1, 50]]);
});

it('knows that it is behind', () => {
  const { made } = file();
  expect(
    [undefined, 1, 2].map((entries) =>
      made.isBehind(entries === undefined ? undefined : anIncident({ entries })),
    ),
  ).toEqual([false, false, true]);
});
