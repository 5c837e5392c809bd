import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINK_EVENTS, LINK_STATES, nextLink, type LinkEvent, type LinkState } from './link-state';

const after = (events: readonly LinkEvent[], from: LinkState = 'connecting') =>
  events.reduce<LinkState>((state, event) => nextLink(state, event), from);

describe('the link', () => {
  it.each<[LinkEvent[], LinkState]>([
    [['start'], 'connecting'],
    [['start', 'heard'], 'live'],
    [['start', 'heard', 'late'], 'late'],
    [['start', 'heard', 'late', 'heard'], 'live'],
    [['start', 'heard', 'late', 'silent'], 'down'],
    [['start', 'heard', 'silent', 'heard'], 'live'],
    [['start', 'heard', 'closed'], 'late'],
    [['start', 'heard', 'closed', 'silent'], 'down'],
    [['start', 'closed', 'late', 'closed'], 'connecting'],
    [['start', 'late', 'silent'], 'down'],
    [['start', 'heard', 'refused'], 'ended'],
    [['start', 'heard', 'refused', 'heard', 'closed', 'stop'], 'ended'],
    [['start', 'heard', 'refused', 'start'], 'connecting'],
    [['start', 'heard', 'stop'], 'connecting'],
  ])('after %j is %s', (events, expected) => {
    expect(after(events)).toBe(expected);
  });

  it('is a state of its table after whatever happens', () => {
    for (const state of LINK_STATES) {
      for (const event of LINK_EVENTS) expect(LINK_STATES).toContain(nextLink(state, event));
    }
  });

  it('is live only when the newest news is that something was heard', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LINK_EVENTS)), (events) => {
        if (after(events) !== 'live') return;
        expect(events.filter((event) => event !== 'start').at(-1)).toBe('heard');
      }),
    );
  });

  it('is never called live, late or connecting once it has been silent, until something is heard', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LINK_EVENTS)), (events) => {
        const ending = after([...events, 'silent']);
        expect(['down', 'ended']).toContain(ending);
        expect(after(['late', 'closed', 'silent'], ending)).toBe(ending);
      }),
    );
  });
});
