import { describe, expect, it } from 'vitest';
import {
  alarmNumber,
  anAlarmOf,
  anEntry,
  anIncident,
  aSecurityEvent,
  person,
  START,
} from '../../../../tests/support/incident-views';
import type { DriveId } from '$lib/domain/ids';
import type { AlarmView } from '$lib/protocol/alarms';
import type { IncidentEntry, IncidentView } from '$lib/protocol/incidents';
import type { SecurityEventView } from '$lib/protocol/security-events';
import { catchUp } from './catch-up';
import { timelineOf } from './timeline';

function told(given: {
  incident?: Partial<IncidentView>;
  entries?: IncidentEntry[];
  alarms?: AlarmView[];
  events?: SecurityEventView[];
}) {
  const { entries = [], alarms = [], events = [] } = given;
  const names = { op: 'Operator 1', resp: 'Responder 2' };
  const incident = anIncident({ alarms: alarms.length, events: events.length, ...given.incident });
  const timeline = timelineOf({ entries, alarms, events, names });
  return catchUp({
    incident,
    timeline,
    alarms,
    events,
    runs: [],
    names,
    now: START + 600_000,
    timeZone: 'UTC',
  });
}

describe('what began', () => {
  it('is what was seen first, when, where, and who opened the incident upon it', () => {
    const event = aSecurityEvent({ firstSeenAt: START - 30_000, lastSeenAt: START + 588_000, count: 1 });
    expect(told({ events: [event] }).began).toEqual([
      '13:59:30, gw-005: 46 failed logins from 10.20.4.17.',
      'Opened 14:00:00 by rule intrusion, 30 s later.',
      'So far 1 kind of event, the newest 12 s ago.',
    ]);
  });

  it('says how far the device’s clock may be off', () => {
    const alarm = anAlarmOf({ sourceTime: START - 2_000, clockUncertaintyMs: 400, raisedAt: START });
    expect(told({ alarms: [alarm] }).began[0]).toMatch(/^13:59:58 ± 0\.4 s, gw-005: /);
  });

  it('is the person’s word alone when nothing is linked', () => {
    const incident = { rule: null, openedBy: person('op') };
    expect(told({ incident }).began).toEqual(['Opened 14:00:00 by Operator 1.']);
  });

  it('shows hostile text as text, in one line, cut', () => {
    const text = `\u202eroot\n${'x'.repeat(300)}`;
    const [first = ''] = told({ events: [aSecurityEvent({ text, count: 1 })] }).began;
    expect(first).toContain('U+202Eroot x');
    expect(first).not.toMatch(/[\n\u202e]/);
    expect(first.length).toBeLessThan(200);
  });
});

describe('what is affected', () => {
  it('names the worst alarm that is still active, what goes on, and where', () => {
    const drive = 'mp-101' as DriveId;
    const alarms = [
      anAlarmOf({ id: alarmNumber(1), priority: 3, text: 'Heatsink 81 °C' }),
      anAlarmOf({ id: alarmNumber(2), priority: 1, text: 'Tripped', drive }),
      anAlarmOf({ id: alarmNumber(3), active: false, returnedAt: START }),
    ];
    expect(told({ alarms, events: [aSecurityEvent()] }).affected).toEqual([
      '2 alarms of 3 still active, the worst: Tripped.',
      'Still going on: SSH brute force.',
      'It touches drive mp-101 and gateway gw-005.',
    ]);
  });

  it('says that it is over when it is, and that nothing is measured when nothing is', () => {
    const over = anAlarmOf({ active: false, returnedAt: START });
    expect(told({ alarms: [over] }).affected[0]).toBe('None of its alarms is active any more.');
    expect(told({}).affected).toEqual(['Nothing that is measured is linked to it.']);
  });
});

describe('who did what', () => {
  it('tells the newest acts with their words, and how many came before', () => {
    const comment = (number: number) =>
      anEntry(number, { kind: 'commented', text: `note ${number}` }, { by: person('op') });
    const acknowledged = anEntry(9, { kind: 'acknowledged' }, { by: person('resp'), reason: 'on my way' });
    const { done } = told({ entries: [1, 2, 3, 4, 5].map(comment).concat(acknowledged) });
    expect(done).toHaveLength(5);
    expect(done[0]).toBe('2 acts before that.');
    expect(done.at(-1)).toBe('14:00:09 Responder 2: Acknowledged (“on my way”).');
  });

  it('says so when nobody did anything', () =>
    expect(told({}).done).toEqual(['Nobody has done anything yet.']));
});

describe('what is open', () => {
  it('is who has to act next, and until when', () => {
    expect(told({ incident: { escalatesAt: START + 900_000 }, alarms: [anAlarmOf()] }).open).toEqual([
      'Nobody has acknowledged it; it goes to the next role at 14:15:00.',
      'Nobody is assigned.',
      'No process owner has been named.',
      '1 alarm not acknowledged.',
      'Its phase is detected; it is not closed.',
    ]);
  });

  it('names who works on it', () => {
    const incident: Partial<IncidentView> = {
      phase: 'triage',
      acknowledged: { by: person('resp'), at: START, note: '' },
      assignee: person('resp'),
      processOwner: person('op'),
      claim: { by: person('resp'), until: START + 700_000 },
    };
    expect(told({ incident }).open).toEqual([
      'Responder 2 works on it until 14:11:40.',
      'Its phase is triage; it is not closed.',
    ]);
  });

  it('is nothing once it is closed', () => {
    const incident = { phase: 'closed', closedAt: START + 60_000 } as const;
    expect(told({ incident }).open).toEqual(['Nothing: closed since 14:01:00.']);
  });
});
