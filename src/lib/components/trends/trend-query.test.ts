import { expect, it } from 'vitest';
import { DAY_MS } from '$lib/domain/time';
import { shiftedDay, trendAddress, trendQueryOf } from './trend-query';

const of = (text: string) => trendQueryOf(new URLSearchParams(text));

it('everything that is shown stands in the address, and what is usual is left out', () => {
  const text = 'period=156w&zone=pumps&until=2026-07-31&compare=off&as=tables';
  expect(trendAddress('/posture', of(text))).toBe(`/posture?${text}`);
  expect(trendAddress('/posture', of(''))).toBe('/posture');
});

it('what cannot be read is as usual', () => {
  expect(of('period=9y&until=2026-02-31x&compare=maybe')).toEqual(of(''));
  expect(of('site=a&zone=b')).toMatchObject({ site: '', zone: 'b' });
});

it('a window moves by half its length, and stops at today', () => {
  const now = Date.UTC(2026, 10, 21, 14);
  const window = { period: '30d' as const, from: Date.UTC(2026, 10, 22) - 30 * DAY_MS };
  expect(shiftedDay(window, 'earlier', now)).toBe('2026-11-06');
  expect(shiftedDay(window, 'later', now)).toBe('');
});
