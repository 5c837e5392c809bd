import { expect, it } from 'vitest';
import { personId, siteId, zoneId } from '$lib/domain/ids';
import { DAY_MS } from '$lib/domain/time';
import type { AttestationView } from '$lib/protocol/posture';
import { countDue, dueByZone, dueText, matterText } from './due';

const now = Date.UTC(2026, 10, 21);
const zone = (id: string) => ({
  ...{ id: zoneId.parse(id), name: id, production: true },
  targetLevels: [1, 1, 1, 1, 1, 1, 1] as const,
});
const sites = [
  {
    ...{ id: siteId.parse('aarhus'), name: 'Aarhus', timeZone: 'UTC', gateways: [] },
    zones: [zone('fans'), zone('pumps')],
  },
];
const signed = (id: number, days: number, over: Partial<AttestationView> = {}): AttestationView => ({
  ...{ id, kind: 'statement', zone: zoneId.parse('pumps'), requirement: 'SR 2.4', classes: null },
  ...{ statement: 'It is so.', link: null, record: null, summary: null, findings: [] },
  ...{
    performedAt: now,
    signedBy: personId.parse('rita'),
    signedAt: now,
    countersigned: null,
    withdrawn: null,
  },
  expiresAt: now + days * DAY_MS,
  remindAt: now + (days - 30) * DAY_MS,
  state: days > 0 ? 'valid' : 'expired',
  ...over,
});

it('lists what is over before what is due soon, the zone with the most to do first', () => {
  const items = [
    signed(1, -3),
    signed(2, 10, { requirement: 'SR 1.1' }),
    signed(3, 200, { requirement: 'SR 1.3' }),
  ];
  const [first, second] = dueByZone(sites, items, now);
  expect([first?.zone, first?.items.map(({ item, due }) => [item.id, due])]).toEqual([
    'pumps',
    [
      [1, 'overdue'],
      [2, 'due'],
      [3, 'later'],
    ],
  ]);
  expect(second?.never).toContain('risk-assessment');
  expect(countDue([first!, second!])).toEqual({ overdue: 1, due: 1, later: 1, never: 10 });
});

it('what was signed again is no longer due', () => {
  const zones = dueByZone(sites, [signed(1, -3), signed(2, 300)], now);
  expect(zones.find(({ zone: id }) => id === 'pumps')?.items.map(({ item, due }) => [item.id, due])).toEqual([
    [2, 'later'],
  ]);
});

it('says how far its end is', () => {
  expect([dueText(now - 2.5 * DAY_MS, now), dueText(now + DAY_MS, now)]).toEqual(['over for 3 d', 'in 1 d']);
  expect([matterText(signed(1, 1)), matterText({ kind: 'access-review', requirement: null })]).toEqual([
    'Statement, SR 2.4',
    'Review of access',
  ]);
});
