import { describe, expect, it } from 'vitest';
import { acknowledged, anAlarm, closed } from '../../../../tests/support/alarm-views';
import { MOST_ACKNOWLEDGED_AT_ONCE, MOST_SHELVED_AT_ONCE } from '$lib/domain/alarms/shelving';
import { alarmId } from '$lib/domain/ids';
import { acknowledgeBulk, leftOutWords, outcomeWords, shelveBulk } from './bulk';

const all = () => true;
const many = (count: number) => Array.from({ length: count }, (_, i) => anAlarm(i + 1, { priority: 3 }));

describe('acknowledging many at once', () => {
  it('never takes the highest priority, and says so', () => {
    const bulk = acknowledgeBulk([anAlarm(1, { priority: 1 }), anAlarm(2), anAlarm(3)], all);
    expect(bulk.alarms.map(({ id }) => id)).toEqual([2, 3]);
    expect(bulk.perPriority).toEqual({ 1: 0, 2: 2, 3: 0, 4: 0 });
    expect(leftOutWords(bulk, MOST_ACKNOWLEDGED_AT_ONCE)).toBe(
      '1 of the highest priority: acknowledge it one by one',
    );
  });

  it('takes the highest priority alone: one is no bulk', () => {
    expect(acknowledgeBulk([anAlarm(1, { priority: 1 })], all).alarms).toHaveLength(1);
  });

  it('takes a hundred and no more', () => {
    const bulk = acknowledgeBulk(many(130), all);
    expect([bulk.alarms.length, bulk.tooMany]).toEqual([100, 30]);
  });

  it('leaves out what was answered, is over, is withheld, or is not theirs', () => {
    const mine = anAlarm(1);
    const bulk = acknowledgeBulk(
      [mine, acknowledged(anAlarm(2)), closed(anAlarm(3)), anAlarm(4, { state: 'shelved' }), anAlarm(5)],
      ({ id }) => id !== 5,
    );
    expect(bulk.alarms).toEqual([mine]);
    expect(bulk.notAllowed).toBe(1);
  });

  it('takes what has returned without an answer', () => {
    const returned = anAlarm(1, { state: 'returned', active: false, isAnnunciated: false });
    expect(acknowledgeBulk([returned, anAlarm(2)], all).alarms).toHaveLength(2);
  });
});

describe('shelving many at once', () => {
  it('takes twenty and no more, and none of the highest priority', () => {
    const bulk = shelveBulk([anAlarm(99, { priority: 1 }), ...many(25)], all);
    expect([bulk.alarms.length, bulk.tooMany, bulk.highest]).toEqual([MOST_SHELVED_AT_ONCE, 5, 1]);
  });
});

describe('the outcome of a bulk', () => {
  const failed = (id: number, message: string) => ({ id: alarmId.parse(id), code: 'conflict', message });

  it('is told with why some failed, each reason once', () => {
    const done = [1, 2].map((id) => alarmId.parse(id));
    expect(outcomeWords({ done, failed: [] })).toBe('2 done.');
    expect(
      outcomeWords({ done, failed: [failed(3, 'Already cleared.'), failed(4, 'Already cleared.')] }),
    ).toBe('2 done, 2 failed: Already cleared.');
  });
});
