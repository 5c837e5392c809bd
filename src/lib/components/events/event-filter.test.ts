import { describe, expect, it } from 'vitest';
import { aSecurityEvent, person, START } from '../../../../tests/support/incident-views';
import { eventFilterOf, eventQuery, fits, isLive, newestFirst, type EventFilter } from './event-filter';

const filterOf = (query: string) => eventFilterOf(new URLSearchParams(query));
const ANY = filterOf('');
const now = START + 120_000;

describe('the filter of events', () => {
  it('stands whole in the address and is read back from it', () => {
    const filter = filterOf(
      'zone=pumps&type=net.syn_flood&severity=high&state=to-review&range=7d&text=10.20',
    );
    expect(filterOf(eventQuery(filter).split('?')[1] ?? '')).toEqual(filter);
    expect(eventQuery(ANY)).toBe('/events');
  });

  it('takes what cannot be understood as not given', () => {
    expect(filterOf('severity=worst&state=x&range=always&from=soon')).toEqual(ANY);
  });

  it('begins at the newest again when it changes', () => {
    expect(eventQuery(filterOf('cursor=abc'), { severity: 'low' })).toBe('/events?severity=low');
  });

  it('does not go on by itself on an older page or in a time that is over', () => {
    expect([ANY, filterOf('cursor=abc'), filterOf('to=2026-11-20T00:00:00Z')].map(isLive)).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('an event of the stream', () => {
  const event = aSecurityEvent({ drive: null });
  const fitting = (change: Partial<EventFilter>) => fits(event, { ...ANY, ...change }, now);

  it.each<[Partial<EventFilter>, boolean]>([
    [{}, true],
    [{ zone: 'pumps', gateway: 'gw-005', severity: 'high', response: 'act' }, true],
    [{ zone: 'presses' }, false],
    [{ severity: 'low' }, false],
    [{ state: 'open' }, true],
    [{ state: 'closed' }, false],
    [{ state: 'to-review' }, false],
    [{ text: '10.20.4' }, true],
    [{ type: 'auth.' }, true],
    [{ type: 'net.' }, false],
    [{ text: 'flood' }, false],
    [{ to: new Date(START).toISOString() }, false],
  ])('belongs to %o: %s', (change, expected) => expect(fitting(change)).toBe(expected));

  it('is found however old it is where what goes on is asked for, and by its age else', () => {
    const later = START + 40 * 86_400_000;
    expect(fits(event, ANY, later)).toBe(false);
    expect(fits(event, { ...ANY, state: 'open' }, later)).toBe(true);
  });

  it('waits for review until somebody looked at it', () => {
    const review = aSecurityEvent({ response: 'review' });
    const queue = { ...ANY, state: 'to-review' };
    expect(fits(review, queue, now)).toBe(true);
    expect(fits({ ...review, reviewed: { by: person('op'), at: now } }, queue, now)).toBe(false);
  });
});

it('the newest stands above', () => {
  const [a, b] = [aSecurityEvent({ lastSeenAt: 1 }), aSecurityEvent({ lastSeenAt: 2 })];
  expect([a, b].sort(newestFirst)).toEqual([b, a]);
});
