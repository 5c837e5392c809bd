import { describe, expect, it } from 'vitest';
import { formatAge, formatOffset } from './age';
import { formatKilo, formatNumber } from './number';
import { formatMoment, formatTime, formatUtc, zoneTag } from './time';

const at = Date.UTC(2026, 10, 21, 13, 3, 22, 417);

describe('numbers', () => {
  it.each([
    [0, 0, '0'],
    [-0.04, 1, '0.0'],
    [-12.34, 1, '\u221212.3'],
    [1450, 0, '1\u202f450'],
    [1234567.891, 2, '1\u202f234\u202f567.89'],
  ])('%d with %d digits reads %s', (value, digits, text) => {
    expect(formatNumber(value, digits)).toBe(text);
  });

  it.each([
    [3420, { text: '3.42', unit: 'MW' }],
    [38_100, { text: '38.1', unit: 'MW' }],
    [742, { text: '742', unit: 'kW' }],
    [0, { text: '0.0', unit: 'kW' }],
  ])('%d kilo-units take the prefix that keeps them short', (value, expected) => {
    expect(formatKilo(value, 'W')).toEqual(expected);
  });
});

describe('ages', () => {
  it.each([
    [-200, '0.0 s'],
    [400, '0.4 s'],
    [9_949, '9.9 s'],
    [9_960, '9 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3 * 3_600_000, '3 h'],
    [47 * 3_600_000, '47 h'],
    [50 * 3_600_000, '2 d'],
  ])('%d ms reads %s', (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });

  it('an offset keeps its sign, and none is none', () => {
    expect([formatOffset(-240), formatOffset(2_400), formatOffset(12), formatOffset(0)]).toEqual([
      '\u22120.2 s',
      '+2.4 s',
      '+12 ms',
      '0 ms',
    ]);
  });
});

describe('times', () => {
  it('are the plant’s, with the zone of that moment', () => {
    expect(formatTime(at, 'Europe/Copenhagen')).toBe('14:03:22');
    expect(zoneTag(at, 'Europe/Copenhagen')).toBe('CET');
    expect(zoneTag(at - 120 * 86_400_000, 'Europe/Copenhagen')).toBe('CEST');
  });

  it('show midnight as 00, not 24', () => {
    expect(formatTime(Date.UTC(2026, 10, 21, 23, 0, 0), 'Europe/Copenhagen')).toBe('00:00:00');
  });

  it('of another day carry the day', () => {
    expect(formatMoment(at - 86_400_000, at, 'Europe/Copenhagen')).toBe('20 Nov 2026 14:03:22');
    expect(formatMoment(at, at + 60_000, 'Europe/Copenhagen')).toBe('14:03:22');
  });

  it('in UTC carry milliseconds', () => {
    expect(formatUtc(at)).toBe('2026-11-21 13:03:22.417 UTC');
  });
});
