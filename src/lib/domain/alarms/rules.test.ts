import { describe, expect, it } from 'vitest';
import { positionId, siteId, zoneId } from '../ids';
import type { Plant } from '../plant/model';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../time';
import { causeIds, causesFirst, settleMs } from './causes';
import type { AlarmDefinition } from './definition';
import { ALARM_DEFINITIONS, collected } from './definitions';
import { firstOutOf } from './first-out';
import { floodAfter, operatorPositions, positionsOf, withinFloodWindow } from './flood';
import { compareAlarms, type Listed } from './list-order';
import { isChattering, isFleeting, isStaleAlarm, withActivation } from './noise';
import { PRIORITIES } from './priority';
import { allowedInBulk, LONGEST_SHELF_MS, needsSecondPerson, shelfMs } from './shelving';

describe('shelving', () => {
  it('has a longest time by priority: an hour, four, a shift, a day', () => {
    expect(PRIORITIES.map((priority) => LONGEST_SHELF_MS[priority] / HOUR_MS)).toEqual([1, 4, 8, 24]);
    expect(PRIORITIES.map((priority) => shelfMs(priority, 'timed', 60))).toEqual(Array(4).fill(HOUR_MS));
    expect(PRIORITIES.map((priority) => shelfMs(priority, 'timed', 61))).toEqual([
      'too-long',
      ...Array<number>(3).fill(61 * MINUTE_MS),
    ]);
  });

  it('for an episode lasts as long as is allowed unless a time is given; for a time needs one', () => {
    expect(shelfMs(2, 'one-shot', undefined)).toBe(4 * HOUR_MS);
    expect(shelfMs(2, 'one-shot', 10)).toBe(10 * MINUTE_MS);
    expect(shelfMs(2, 'timed', undefined)).toBe('too-long');
  });

  it('of the highest priority or of what is highly managed needs two persons, and is never done in bulk', () => {
    expect(PRIORITIES.map((priority) => needsSecondPerson(priority, false))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(needsSecondPerson(4, true)).toBe(true);
    expect(PRIORITIES.map(allowedInBulk)).toEqual([false, true, true, true]);
  });
});

describe('noise', () => {
  it('is chattering when an alarm comes three times within a minute', () => {
    const three = [0, 20, 40].reduce<number[]>((recent, s) => withActivation(recent, s * SECOND_MS), []);
    expect(isChattering(three)).toBe(true);
    expect(isChattering(three.slice(1))).toBe(false);
    const slow = withActivation(three, 100 * SECOND_MS);
    expect(slow).toHaveLength(3);
    expect(isChattering(slow)).toBe(false);
  });

  it('is fleeting when it is gone within ten seconds and not back within a minute', () => {
    expect(isFleeting(0, 9_999, undefined)).toBe(true);
    expect(isFleeting(0, 10_000, undefined)).toBe(false);
    expect(isFleeting(0, 5_000, 30_000)).toBe(false);
    expect(isFleeting(0, 5_000, 90_000)).toBe(true);
    expect(isFleeting(0, undefined, undefined)).toBe(false);
  });

  it('is stale after a day', () => {
    expect(isStaleAlarm(0, true, 24 * HOUR_MS)).toBe(false);
    expect(isStaleAlarm(0, true, 24 * HOUR_MS + 1)).toBe(true);
    expect(isStaleAlarm(0, false, 48 * HOUR_MS)).toBe(false);
  });
});

describe('a flood', () => {
  it('begins above ten in ten minutes and ends below five', () => {
    expect([9, 10, 11].map((n) => floodAfter(false, n))).toEqual([false, false, true]);
    expect([6, 5, 4].map((n) => floodAfter(true, n))).toEqual([true, true, false]);
  });

  it('counts what sounded within the last ten minutes; what is dated into the past or future is not', () => {
    const now = 100 * MINUTE_MS;
    expect(withinFloodWindow([now - 10 * MINUTE_MS, now - 10 * MINUTE_MS + 1, now, now + 1], now)).toEqual([
      now - 10 * MINUTE_MS + 1,
      now,
    ]);
  });

  const zones = ['pumps', 'fans'].map((id) => ({
    id: zoneId.parse(id),
    site: siteId.parse('north'),
  })) as unknown as Plant['zones'];
  it('is of an operator position, and of one for everything where the plant file names none', () => {
    const desk = { id: positionId.parse('desk'), name: 'Desk', zones: [zoneId.parse('pumps')] };
    expect(positionsOf({ positions: [desk], zones }, zoneId.parse('pumps'))).toEqual(['desk']);
    expect(positionsOf({ positions: [desk], zones }, zoneId.parse('fans'))).toEqual([]);
    expect(positionsOf({ positions: [desk], zones }, null)).toEqual(['desk']);
    expect(operatorPositions({ positions: [], zones }).map(({ zones: span }) => span)).toEqual([
      ['pumps', 'fans'],
    ]);
  });
});

describe('first-out', () => {
  const time = (sourceTime: number | null, clockUncertaintyMs: number | null = 10, clockOffsetMs = 0) => ({
    sourceTime,
    clockUncertaintyMs,
    clockOffsetMs,
  });

  it('is the earliest by the devices’ corrected clocks, in whatever order they arrived', () => {
    expect(firstOutOf([time(1_100), time(1_000), time(1_200)])).toEqual(['no', 'first', 'no']);
    // The second clock runs 500 ms ahead: it was the first.
    expect(firstOutOf([time(1_000), time(1_200, 10, 500)])).toEqual(['no', 'first']);
  });

  it('is uncertain between those that lie closer than their uncertainties together', () => {
    expect(firstOutOf([time(1_000), time(1_019), time(1_020)])).toEqual(['candidate', 'candidate', 'no']);
  });

  it('is uncertain where one has no clock to be believed', () => {
    expect(firstOutOf([time(1_000), time(null, null), time(2_000)])).toEqual([
      'candidate',
      'candidate',
      'no',
    ]);
    expect(firstOutOf([time(null), time(null)])).toEqual(['candidate', 'candidate']);
  });
});

describe('causes', () => {
  const define = (id: string, causes: string[] = []): AlarmDefinition => ({
    id,
    version: 1,
    title: id,
    kind: 'system',
    priority: 3,
    isLatching: false,
    onDelayMs: 0,
    offDelayMs: 0,
    realarmAfterMs: undefined,
    isHighlyManaged: false,
    causes,
    consequence: '',
    response: [],
    respondWithinMs: undefined,
  });

  it('come before what they explain, through any number of steps', () => {
    const ranks = causesFirst(
      collected([[define('c', ['b']), define('b', ['a']), define('a'), define('d', ['a', 'b'])]]),
    );
    expect([...ranks].sort().map(([id, rank]) => `${id}${rank}`)).toEqual(['a0', 'b1', 'c2', 'd2']);
  });

  it('have to be alarms, and an alarm has one definition', () => {
    expect(() => collected([[define('a', ['b'])]])).toThrow('cause b of alarm a');
    expect(() => collected([[define('a')], [define('a')]])).toThrow('two alarm definitions are called a');
  });

  it('let go of what they explained after two publish intervals', () => expect(settleMs(500)).toBe(1_000));

  it('are told apart from what they explain', () => {
    expect([...causeIds(collected([[define('a'), define('b', ['a'])]]))]).toEqual(['a']);
  });
});

it('every defined alarm says what to do', () => {
  const without = [...ALARM_DEFINITIONS.values()].filter(
    (one) => one.response.length === 0 || one.consequence === '',
  );
  expect(without.map(({ id }) => id)).toEqual([]);
});

it('the list shows first what nobody acknowledged, then the worst, then the newest', () => {
  const listed = (
    id: number,
    state: Listed['state'],
    priority: Listed['priority'],
    raisedAt: number,
  ): Listed => ({
    id,
    state,
    priority,
    raisedAt,
  });
  const alarms = [
    listed(1, 'normal', 1, 9),
    listed(2, 'shelved', 1, 9),
    listed(3, 'returned', 1, 9),
    listed(4, 'latched-acknowledged', 1, 9),
    listed(5, 'unacknowledged', 2, 9),
    listed(6, 'latched-unacknowledged', 1, 1),
    listed(7, 'unacknowledged', 1, 2),
    listed(8, 'unacknowledged', 1, 2),
  ];
  expect(alarms.sort(compareAlarms).map(({ id }) => id)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
});
