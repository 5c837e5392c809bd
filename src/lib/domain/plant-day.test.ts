import { expect, it } from 'vitest';
import { startOfLocalDay } from './plant-day';

const at = (iso: string) => Date.parse(iso);

it.each([
  ['2026-11-20T09:15:30.250Z', 'Europe/Copenhagen', '2026-11-19T23:00:00Z'],
  ['2026-11-19T23:30:00Z', 'Europe/Copenhagen', '2026-11-19T23:00:00Z'],
  ['2026-11-19T22:30:00Z', 'Europe/Copenhagen', '2026-11-18T23:00:00Z'],
  ['2026-11-20T09:15:30Z', 'Asia/Kolkata', '2026-11-19T18:30:00Z'],
  ['2026-11-20T09:15:30Z', 'UTC', '2026-11-20T00:00:00Z'],
])('the day of %s in %s began at %s', (now, zone, start) => {
  expect(startOfLocalDay(at(now), zone)).toBe(at(start));
});

it('begins at midnight also on the days when clocks change', () => {
  // Summer time began on 29 March 2026 at 01:00 UTC and ended on 25 October.
  expect(startOfLocalDay(at('2026-03-29T15:00:00Z'), 'Europe/Copenhagen')).toBe(at('2026-03-28T23:00:00Z'));
  expect(startOfLocalDay(at('2026-10-25T15:00:00Z'), 'Europe/Copenhagen')).toBe(at('2026-10-24T22:00:00Z'));
});

it('of a zone that nobody knows begins as in UTC', () => {
  expect(startOfLocalDay(at('2026-11-20T09:15:30Z'), 'Mars/Olympus')).toBe(at('2026-11-20T00:00:00Z'));
});
