import { expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time';
import { alarmRates, judgeRates } from './kpis';

const minutes = (...counts: [minute: number, count: number][]) =>
  counts.map(([minute, count]) => ({ minute: minute * MINUTE_MS, count }));

it('rates are means over the time, peaks are of fixed tens of minutes', () => {
  const rates = alarmRates(minutes([1, 4], [9, 8], [10, 3], [700, 9]), 0, DAY_MS);
  expect(rates).toMatchObject({ annunciations: 24, perDay: 24, perHour: 1, mostInTenMinutes: 12 });
  expect(rates.perTenMinutes).toBeCloseTo(24 / 144);
  expect(rates.crowdedShare).toBeCloseTo(1 / 144);
});

it('a flood lasts from the minute that has more than ten in ten minutes to the one that has fewer than five', () => {
  // Eleven at once: they leave the window together ten minutes later.
  const sudden = alarmRates(minutes([5, 11]), 0, HOUR_MS);
  expect([sudden.floods, Math.round(sudden.floodShare * 60)]).toEqual([1, 10]);
  // Over the edge of two fixed tens it is a flood all the same.
  const spread = alarmRates(minutes([8, 6], [11, 6]), 0, HOUR_MS);
  expect([spread.mostInTenMinutes, spread.floods]).toEqual([6, 1]);
  expect(alarmRates(minutes([5, 10]), 0, HOUR_MS).floods).toBe(0);
});

it('what nobody heard has no rate', () => {
  expect(alarmRates([], 0, 0)).toMatchObject({
    annunciations: 0,
    perDay: 0,
    mostInTenMinutes: 0,
    floodShare: 0,
  });
});

it('is judged by what is likely to be acceptable, and what can be managed', () => {
  const rates = alarmRates(minutes([1, 9], [100, 9]), 0, 2 * HOUR_MS);
  expect(judgeRates(rates)).toEqual({
    perTenMinutes: 'manageable',
    perHour: 'manageable',
    perDay: 'manageable',
    mostInTenMinutes: 'acceptable',
    crowdedShare: 'acceptable',
    floodShare: 'acceptable',
  });
});
