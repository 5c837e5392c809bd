import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDeviceTime } from './device-time';

describe('a device time', () => {
  it.each([
    ['2026-11-20T09:00:00.000Z', Date.UTC(2026, 10, 20, 9)],
    ['2020-10-15T05:30:47+00:00', Date.UTC(2020, 9, 15, 5, 30, 47)],
    ['2020-10-15T05:30:47.1234567+02:00', Date.UTC(2020, 9, 15, 3, 30, 47, 123)],
    ['2020-10-15T05:30:47-0330', Date.UTC(2020, 9, 15, 9, 0, 47)],
    ['1969-07-20T20:17:40Z', Date.UTC(1969, 6, 20, 20, 17, 40)],
    [1_714_676_361, 1_714_676_361_000],
    [1_714_676_361.36, 1_714_676_361_360],
  ])('%s is understood', (text, expected) => {
    expect(parseDeviceTime(text)).toBe(expected);
  });

  it.each([
    null,
    true,
    {},
    'yesterday',
    '2026-11-20',
    '2026-11-20T09:00:00',
    '2026-02-30T09:00:00Z',
    '2026-13-01T09:00:00Z',
    '2026-11-20T24:00:00Z',
    '1714676361',
    Infinity,
    1e300,
    `2026-11-20T09:00:00.${'0'.repeat(50_000)}Z`,
  ])('%s is refused', (value) => {
    expect(parseDeviceTime(value)).toBeUndefined();
  });

  it('says the same moment in whatever zone it is written', () => {
    const moments = fc.integer({ min: Date.UTC(1970, 0, 2), max: Date.UTC(2999, 0) });
    fc.assert(
      fc.property(moments, fc.integer({ min: -14 * 60, max: 14 * 60 }), (moment, zone) => {
        const local = new Date(moment + zone * 60_000).toISOString().slice(0, -1);
        const size = Math.abs(zone);
        const pad = (n: number) => String(n).padStart(2, '0');
        const text = `${local}${zone < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
        expect(parseDeviceTime(text)).toBe(moment);
      }),
    );
  });
});
