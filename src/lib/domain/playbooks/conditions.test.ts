import { expect, it } from 'vitest';
import { DAY_MS } from '../time';
import { driveSigns, gatewaySigns } from './conditions';

const NOW = Date.UTC(2026, 10, 21);
const WELL = { link: 'live', certificateNotAfter: NOW + 90 * DAY_MS, clockOffsetMs: 40 };
const typesOf = (signs: readonly { type: string }[]) => signs.map(({ type }) => type);

it.each([
  [{}, []],
  [{ link: 'offline' }, ['gw.offline']],
  [{ certificateNotAfter: NOW + 29 * DAY_MS }, ['cert.expiring']],
  [{ certificateNotAfter: NOW }, ['cert.expired']],
  [{ clockOffsetMs: -1_001 }, ['time.drift']],
  [{ clockOffsetMs: null, certificateNotAfter: null }, []],
  [{ link: 'silent', certificateNotAfter: NOW - 1 }, ['cert.expired', 'gw.offline']],
])('what is the matter with a gateway: %o', (changed, types) => {
  expect(typesOf(gatewaySigns({ ...WELL, ...changed }, NOW))).toEqual(types);
});

it('a drive is past its end of service from the day that is named', () => {
  expect(typesOf(driveSigns({ endOfService: '2026-11-21' }, NOW))).toEqual(['vuln.eol_product']);
  expect(driveSigns({ endOfService: '2026-11-22' }, NOW)).toEqual([]);
  expect(driveSigns({ endOfService: undefined }, NOW)).toEqual([]);
});
