import { describe, expect, it } from 'vitest';
import { NO_FLAGS, stateOf, type AlarmFlags, type AlarmState } from './state';
import { applied, type AlarmEvent, type Outcome } from './transitions';

const of = (flags: Partial<AlarmFlags>): AlarmFlags => ({ ...NO_FLAGS, ...flags });
const activated: AlarmEvent = { type: 'activated', isLatching: false, isHeld: false };
const latching: AlarmEvent = { ...activated, isLatching: true };
const shelve: AlarmEvent = { type: 'shelve', mode: 'timed' };

const NORM = NO_FLAGS;
const UNACK = of({ occurrence: 'open', active: true });
const UNACK_LATCHING = of({ ...UNACK, latched: true });
const ACKED = of({ ...UNACK, acked: true });
const ACKED_LATCHING = of({ ...UNACK_LATCHING, acked: true });
const RTNUN = of({ occurrence: 'open' });
const LATCHED_UNACK = of({ occurrence: 'open', latched: true });
const LATCHED_ACK = of({ ...LATCHED_UNACK, acked: true });

function changed(outcome: Outcome): Extract<Outcome, { outcome: 'changed' }> {
  if (outcome.outcome !== 'changed') throw new Error(`nothing changed: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** The state after one event, whether a new occurrence began, and whether it is annunciated. */
function after(flags: AlarmFlags, event: AlarmEvent): [AlarmState, ...string[]] {
  const { flags: then, opens, isNews } = changed(applied(flags, event));
  const marks = [opens ? 'new' : '', isNews ? 'sounds' : '', then.occurrence === 'closed' ? 'closed' : ''];
  return [stateOf(then), ...marks.filter(Boolean)];
}

describe('the transition table', () => {
  const rows: [string, AlarmFlags, AlarmEvent, [AlarmState, ...string[]]][] = [
    ['1: normal, the condition comes', NORM, activated, ['unacknowledged', 'new', 'sounds']],
    ['1: the same, latching', NORM, latching, ['unacknowledged', 'new', 'sounds']],
    ['2: acknowledged while active', UNACK, { type: 'acknowledge' }, ['acknowledged']],
    ['3: gone before it was acknowledged', UNACK, { type: 'returned' }, ['returned']],
    ['4: the same, latching', UNACK_LATCHING, { type: 'returned' }, ['latched-unacknowledged']],
    ['5: gone after it was acknowledged', ACKED, { type: 'returned' }, ['normal', 'closed']],
    ['6: the same, latching', ACKED_LATCHING, { type: 'returned' }, ['latched-acknowledged']],
    ['7: acknowledged after it was gone', RTNUN, { type: 'acknowledge' }, ['normal', 'closed']],
    ['8: back before it was acknowledged', RTNUN, activated, ['unacknowledged', 'new', 'sounds']],
    ['9: latched, acknowledged', LATCHED_UNACK, { type: 'acknowledge' }, ['latched-acknowledged']],
    ['11: latched, acknowledged, reset', LATCHED_ACK, { type: 'reset' }, ['normal', 'closed']],
    ['13: latched and back', LATCHED_UNACK, latching, ['unacknowledged', 'new', 'sounds']],
    ['13: latched, acknowledged and back', LATCHED_ACK, latching, ['unacknowledged', 'new', 'sounds']],
    ['14: acknowledged for too long', ACKED, { type: 'realarmed' }, ['unacknowledged', 'sounds']],
    ['14: acknowledged, the severity rises', ACKED, { type: 'escalated' }, ['unacknowledged', 'sounds']],
    ['14: not acknowledged, the severity rises', UNACK, { type: 'escalated' }, ['unacknowledged', 'sounds']],
    ['15: shelved', UNACK, shelve, ['shelved']],
    ['15: suppressed', ACKED, { type: 'suppress' }, ['suppressed']],
    ['15: suppressed by design', UNACK, { type: 'held' }, ['suppressed']],
    ['15: out of service', RTNUN, { type: 'take-out-of-service' }, ['out-of-service']],
    ['18: confirmed, the letter stays', UNACK, { type: 'confirm' }, ['unacknowledged']],
  ];
  it.each(rows)('%s', (_name, flags, event, expected) => expect(after(flags, event)).toEqual(expected));

  describe.each(['timed', 'one-shot'] as const)('1 and 14, on the shelf (%s)', (shelving) => {
    const worse: [string, Partial<AlarmFlags>, AlarmEvent, ...string[]][] = [
      ['severity rises past what it was granted for', UNACK, { type: 'escalated', outgrowsShelf: true }],
      ['the same, acknowledged before', ACKED, { type: 'escalated', outgrowsShelf: true }],
      ['comes anew as something worse', NORM, { ...activated, outgrowsShelf: true }, 'new'],
    ];
    it.each(worse)('%s: it leaves the shelf and sounds', (_name, flags, event, ...marks) => {
      expect(after(of({ ...flags, shelving }), event)).toEqual(['unacknowledged', ...marks, 'sounds']);
    });

    it('what is withheld for another reason leaves the shelf and stays silent', () => {
      for (const other of [{ suppressed: true }, { held: true }, { outOfService: true }]) {
        const flags = of({ ...ACKED, shelving, ...other });
        const outcome = changed(applied(flags, { type: 'escalated', outgrowsShelf: true }));
        expect([outcome.flags.shelving, outcome.flags.acked, outcome.isNews]).toEqual(['none', false, false]);
      }
    });

    it('what is no worse than that stays there', () => {
      expect(after(of({ ...UNACK, shelving }), { type: 'escalated' })).toEqual(['shelved']);
      expect(after(of({ shelving }), activated)).toEqual(['shelved', 'new']);
    });
  });

  it('10: a latched alarm is not reset before it was acknowledged', () => {
    expect(applied(LATCHED_UNACK, { type: 'reset' })).toEqual({
      outcome: 'refused',
      refusal: 'not-acknowledged',
    });
  });

  it.each([ACKED_LATCHING, UNACK_LATCHING])('12: no alarm is reset while its condition holds', (flags) => {
    expect(applied(flags, { type: 'reset' })).toEqual({ outcome: 'refused', refusal: 'condition-holds' });
  });

  const withheld: [string, Partial<AlarmFlags>, AlarmEvent][] = [
    ['unshelved', { shelving: 'timed' }, { type: 'unshelve' }],
    ['no longer suppressed', { suppressed: true }, { type: 'unsuppress' }],
    ['let go by its cause', { held: true }, { type: 'released' }],
    ['returned to service', { outOfService: true }, { type: 'return-to-service' }],
  ];
  describe.each(withheld)('16 and 17: %s, it is what its flags are', (_name, by, event) => {
    it.each([
      ['normal', of({ occurrence: 'closed', acked: true }), ['normal', 'closed']],
      ['acknowledged before', ACKED, ['acknowledged']],
      ['active and new', UNACK, ['unacknowledged', 'sounds']],
      ['gone meanwhile, unseen: returned and silent, not forgotten', RTNUN, ['returned']],
      ['latched, unseen', LATCHED_UNACK, ['latched-unacknowledged', 'sounds']],
      ['latched, seen', LATCHED_ACK, ['latched-acknowledged']],
    ] as const)('%s', (_beneath, flags, expected) => {
      expect(after({ ...flags, ...by }, event)).toEqual(expected);
    });
  });

  it.each(withheld)('15: everything evolves beneath what is withheld, unheard: %s', (_name, by) => {
    const began = changed(applied(of(by), activated));
    expect([began.opens, began.isNews]).toEqual([true, false]);
    const seen = changed(applied(began.flags, { type: 'acknowledge' })).flags;
    expect([seen.active, seen.acked]).toEqual([true, true]);
    expect(changed(applied(seen, { type: 'returned' })).flags.occurrence).toBe('closed');
  });
});

describe('the state', () => {
  it('says the strongest reason for silence first', () => {
    const all = of({ ...UNACK, shelving: 'timed', held: true, suppressed: true, outOfService: true });
    expect(stateOf(all)).toBe('out-of-service');
    expect(stateOf({ ...all, outOfService: false })).toBe('suppressed');
    expect(stateOf({ ...all, outOfService: false, suppressed: false })).toBe('suppressed');
    expect(stateOf({ ...all, outOfService: false, suppressed: false, held: false })).toBe('shelved');
  });

  it('is annunciated only when nothing withholds it any more', () => {
    const both = of({ ...UNACK, shelving: 'timed', suppressed: true });
    expect(after(both, { type: 'unshelve' })).toEqual(['suppressed']);
    expect(after(both, { type: 'unsuppress' })).toEqual(['shelved']);
  });
});

describe('what others got wrong', () => {
  it('a return to normal changes no acknowledgement and never sounds', () => {
    for (const flags of [UNACK, ACKED, UNACK_LATCHING, ACKED_LATCHING]) {
      const { flags: then, isNews } = changed(applied(flags, { type: 'returned' }));
      expect([then.acked, isNews]).toEqual([flags.acked, false]);
    }
  });

  it('a shelf for a time survives any number of episodes, one for an episode ends with it', () => {
    let flags = of({ shelving: 'timed' });
    for (let i = 0; i < 5; i++) {
      flags = changed(applied(flags, activated)).flags;
      flags = changed(applied(flags, { type: 'returned' })).flags;
      expect(stateOf(flags)).toBe('shelved');
    }
    const once = changed(applied(of({ shelving: 'one-shot' }), activated)).flags;
    expect(stateOf(once)).toBe('shelved');
    expect(stateOf(changed(applied(once, { type: 'returned' })).flags)).toBe('returned');
  });

  it('a latched episode is over when it is reset, and so is its one-shot shelf', () => {
    const once = of({ ...ACKED_LATCHING, shelving: 'one-shot' });
    const gone = changed(applied(once, { type: 'returned' })).flags;
    expect(stateOf(gone)).toBe('shelved');
    expect(stateOf(changed(applied(gone, { type: 'reset' })).flags)).toBe('normal');
  });

  it('what people did survives the same report again', () => {
    const flags = of({ ...ACKED, shelving: 'timed', suppressed: true, outOfService: true, confirmed: true });
    expect(applied(flags, activated)).toEqual({ outcome: 'unchanged' });
  });

  it('an acknowledgement is offered after the return too', () => {
    expect(applied(RTNUN, { type: 'acknowledge' }).outcome).toBe('changed');
  });

  it('an acknowledged occurrence says nothing about the next', () => {
    const { flags } = changed(applied(of({ ...LATCHED_ACK, confirmed: true }), latching));
    expect([flags.acked, flags.confirmed]).toEqual([false, false]);
  });
});
