import { beforeEach, describe, expect, it } from 'vitest';
import { driveId, gatewayId, siteId, zoneId } from '$lib/domain/ids';
import type { AlarmSnapshot, AlarmView } from '$lib/protocol/alarms';
import { acknowledged, anAlarm, closed, someCounts } from '../../../tests/support/alarm-views';
import { AlarmBoard, MOST_LISTED, type AlarmNews } from './alarm-board.svelte';
import { activeOf, withheldOf, worstOf } from './alarm-totals';
import { PATH_DEAD_MS } from './canary-watch.svelte';

let board: AlarmBoard;
let news: AlarmNews[];
beforeEach(() => {
  board = new AlarmBoard();
  news = [];
  board.onNews((one) => news.push(one));
});

const snapshot = (given: Partial<AlarmSnapshot> = {}): AlarmSnapshot => ({
  counts: [],
  first: [],
  floods: [],
  canary: null,
  ...given,
});

const change = (alarms: AlarmView[], counts = someCounts(), at = 1_000, isMissed = false) =>
  board.apply({ type: 'alarms.changed', alarms, counts }, at, isMissed);

const calls = () => news.flatMap((one) => one.calls.map(({ id }) => id));

describe('counts', () => {
  it('are summed over every visible zone, and replaced zone by zone', () => {
    const other = zoneId.parse('other');
    board.applySnapshot(
      snapshot({
        counts: [
          someCounts({ unacknowledged: [1, 2, 0, 0], shelved: 1 }),
          someCounts({ zone: other, unacknowledged: [0, 1, 0, 4], suppressed: 2 }),
        ],
      }),
      undefined,
    );
    expect(board.totals.unacknowledged).toEqual([1, 3, 0, 4]);
    expect(withheldOf(board.totals)).toBe(3);
    change([], someCounts({ unacknowledged: [0, 0, 0, 0], acknowledged: [1, 2, 0, 0] }));
    expect(board.totals.unacknowledged).toEqual([0, 1, 0, 4]);
    expect(activeOf(board.totals)).toBe(8);
  });

  it('are exact for a site, whose mark is its worst alarm that waits, before one that was answered', () => {
    board.applySnapshot(
      snapshot({ counts: [someCounts({ unacknowledged: [0, 0, 1, 0], acknowledged: [1, 0, 0, 0] })] }),
      undefined,
    );
    const totals = board.totalsOf(siteId.parse('site'));
    expect(worstOf(totals)).toEqual({ priority: 3, look: 'flashing' });
    expect(worstOf(board.totalsOf(siteId.parse('elsewhere')))).toBeUndefined();
  });
});

describe('what is known of alarms', () => {
  it('is nothing before the first snapshot, which is not the same as none', () => {
    expect(board.isLoaded).toBe(false);
    board.applySnapshot(snapshot(), undefined);
    expect(board.isLoaded).toBe(true);
  });

  it('is decided by the revision: an older answer changes nothing', () => {
    const alarm = anAlarm(1);
    const newer = acknowledged(alarm);
    change([newer]);
    board.take([alarm]);
    expect(board.get(alarm.id)?.state).toBe('acknowledged');
  });

  it('does not let an older page bring back what is over, and still knows how it ended', () => {
    const alarm = anAlarm(1);
    change([alarm]);
    change([closed(alarm)]);
    board.take([alarm]);
    expect(board.get(alarm.id)).toBeUndefined();
    expect(board.last(alarm.id)?.closedAt).not.toBeNull();
  });

  it('names as worst the highest priority that waits, and of equals the newest', () => {
    change([anAlarm(1, { priority: 2 }), anAlarm(2, { priority: 1 }), anAlarm(3, { priority: 1 })]);
    expect(board.worst?.id).toBe(3);
    change([acknowledged(anAlarm(3, { priority: 1 }))]);
    expect(board.worst?.id).toBe(2);
    change([anAlarm(2, { revision: 2, priority: 1, state: 'returned', isAnnunciated: false })]);
    expect(board.worst?.id).toBe(1);
  });

  it('never names one that is withheld', () => {
    change([anAlarm(1, { priority: 1, state: 'suppressed', isAnnunciated: false })]);
    expect(board.worst).toBeUndefined();
  });

  it('says when more wait than it knows', () => {
    board.applySnapshot(snapshot({ counts: [someCounts({ unacknowledged: [0, 3, 0, 0] })] }), undefined);
    expect(board.isShort).toBe(true);
    board.take([anAlarm(1)]);
    expect(board.isShort).toBe(false);
  });

  it('finds what belongs to a drive, and to a gateway with everything behind it', () => {
    change([
      anAlarm(1),
      anAlarm(2, { drive: null }),
      anAlarm(3, { gateway: gatewayId.parse('gw-2'), drive: null }),
    ]);
    expect(board.at({ drive: driveId.parse('p-1') }).map(({ id }) => id)).toEqual([1]);
    expect(board.at({ gateway: gatewayId.parse('gw-1') }).map(({ id }) => id)).toEqual([2, 1]);
  });

  it('stays bounded in a flood and lets go of the least urgent; a list on the screen keeps more', () => {
    const flood = Array.from({ length: 12_000 }, (_, i) => anAlarm(i + 1, { priority: i === 0 ? 1 : 4 }));
    const gone = board.listed();
    board.take(flood);
    expect([...board.all()]).toHaveLength(MOST_LISTED);
    expect(board.worst?.id).toBe(1);
    gone();
    expect([...board.all()]).toHaveLength(1_000);
    expect(board.worst?.id).toBe(1);
  });
});

describe('news', () => {
  it('are a raise, a re-alarm and a rise in priority, each once', () => {
    const alarm = anAlarm(1, { raisedAt: 900 });
    change([alarm]);
    change([{ ...alarm, revision: 2, count: 5 }]);
    expect(calls()).toEqual([1]);
    change([{ ...acknowledged(alarm), revision: 3 }]);
    change([{ ...alarm, revision: 4 }]);
    change([{ ...alarm, revision: 5, priority: 1 }]);
    expect(calls()).toEqual([1, 1, 1]);
  });

  it('are never a return to normal, nor what is withheld', () => {
    const alarm = anAlarm(1);
    board.applySnapshot(snapshot({ first: [alarm] }), undefined);
    change([{ ...alarm, revision: 2, state: 'returned', active: false, isAnnunciated: false }]);
    change([anAlarm(2, { state: 'shelved', isAnnunciated: false })]);
    expect(news).toEqual([]);
  });

  it('are not an old alarm that this page had let go of', () => {
    change([anAlarm(1, { raisedAt: 0 })], someCounts(), 3_600_000);
    expect(calls()).toEqual([]);
  });

  it('tell of a source that fell silent', () => {
    const alarm = anAlarm(1);
    change([alarm]);
    change([{ ...alarm, revision: 2, unknownSince: 5_000 }]);
    expect(news.at(-1)?.unknown.map(({ id }) => id)).toEqual([1]);
  });

  it('that came while the page was away are told as such, and listed until somebody has seen them', () => {
    board.applySnapshot(snapshot(), undefined);
    change([anAlarm(1), anAlarm(2)], someCounts(), 1_000, true);
    change([anAlarm(3)], someCounts(), 1_001, false);
    expect(news.map(({ isMissed }) => isMissed)).toEqual([true, false]);
    expect(board.missed).toEqual([1, 2]);
    board.sawMissed();
    expect(board.missed).toEqual([]);
  });

  it('of a new snapshot are what was raised since touch was lost', () => {
    const known = anAlarm(1, { raisedAt: 100 });
    board.applySnapshot(snapshot({ first: [known] }), undefined);
    board.applySnapshot(
      snapshot({ first: [known, anAlarm(2, { raisedAt: 400 }), anAlarm(3, { raisedAt: 600 })] }),
      500,
    );
    expect(board.missed).toEqual([3]);
    expect(board.generation).toBe(2);
  });
});

describe('the canary', () => {
  it('says that the way of alarms is dead after fifteen seconds without one, and nothing before that', () => {
    expect(board.canary.state(0, 0)).toBe('unknown');
    expect(board.canary.state(PATH_DEAD_MS + 1, 0)).toBe('dead');
    board.apply({ type: 'canary.heard', number: 7, sentAt: 20_000 }, 20_100, false);
    expect(board.canary.state(20_400, 0)).toBe('alive');
    expect(board.canary.state(20_000 + PATH_DEAD_MS + 1, 0)).toBe('dead');
  });

  it('does not blame the server for the time before this page was there', () => {
    board.applySnapshot(snapshot({ canary: { number: 1, sentAt: 0 } }), undefined);
    expect(board.canary.state(60_000, 59_000)).toBe('unknown');
    expect(board.canary.latencyMs).toBeUndefined();
  });
});
