import { expect, it } from 'vitest';
import { siteId } from '$lib/domain/ids';
import { fitsZone, zoneFilterOf, zoneStanding } from './zone-filter';

const zone = (...levels: [target: number, confirmed: number, possible: number][]) => ({
  site: siteId.parse('aarhus'),
  levels: levels.map(([target, confirmed, possible], i) => ({
    fr: i + 1,
    target,
    confirmed,
    possible,
    ceiling: 4,
  })),
});
const filter = (text: string) => zoneFilterOf(new URLSearchParams(text));

it('the worst of the seven says where a zone stands', () => {
  expect(zoneStanding(zone([2, 2, 4], [2, 2, 2]))).toBe('met');
  expect(zoneStanding(zone([2, 2, 4], [2, 1, 4]))).toBe('unproven');
  expect(zoneStanding(zone([2, 0, 4], [2, 0, 1]))).toBe('below');
});

it('what is below target is open too', () => {
  const [met, unproven, below] = [zone([1, 1, 4]), zone([1, 0, 4]), zone([1, 0, 0])];
  expect([met, unproven, below].map((one) => fitsZone(one, filter('standing=open')))).toEqual([
    false,
    true,
    true,
  ]);
  expect([met, unproven, below].map((one) => fitsZone(one, filter('standing=below')))).toEqual([
    false,
    false,
    true,
  ]);
  expect(fitsZone(met, filter('site=odense'))).toBe(false);
  expect(fitsZone(met, filter('standing=strange'))).toBe(true);
});
