import { describe, expect, it } from 'vitest';
import { dueList, needsSecond, neverDone, stateOf, type Signed } from './validity';

const NOW = 1_700_000_000_000;
const DAY = 86_400_000;
const signed = (over: Partial<Signed> = {}): Signed => ({
  kind: 'statement',
  zone: 'pumps',
  requirement: 'SR 2.4',
  record: null,
  signedAt: NOW - 100 * DAY,
  expiresAt: NOW + 100 * DAY,
  remindDays: 30,
  countersignedAt: null,
  withdrawnAt: null,
  ...over,
});
const assessment = (level: 0 | 1 | 2 | 3 | 4, over: Partial<Signed> = {}): Signed =>
  signed({
    kind: 'risk-assessment',
    requirement: null,
    record: { kind: 'risk-assessment', targetLevels: [level, 1, 1, 1, 1, 1, 1] },
    ...over,
  });
const tested = (product: string, expiresAt: number): Signed =>
  signed({
    kind: 'patch-test',
    requirement: null,
    record: { kind: 'patch-test', product, version: '2', result: 'passed', rollback: 'came-back' },
    expiresAt,
  });

describe('an attestation', () => {
  it('is valid until its last day, unless somebody takes it back', () => {
    expect(stateOf(signed(), NOW)).toBe('valid');
    expect(stateOf(signed({ expiresAt: NOW }), NOW)).toBe('expired');
    expect(stateOf(signed({ expiresAt: NOW - 1, withdrawnAt: NOW - 2 }), NOW)).toBe('withdrawn');
  });

  it('waits for a second person from level 3 upwards, and always when a measure stands in', () => {
    expect(needsSecond(signed())).toBe(false);
    expect(needsSecond(signed({ requirement: 'SR 2.4 RE(1)' }))).toBe(true);
    expect(needsSecond(signed({ kind: 'compensation' }))).toBe(true);
    expect(needsSecond(assessment(2))).toBe(false);
    expect(stateOf(assessment(3), NOW)).toBe('waiting');
    expect(stateOf(assessment(3, { countersignedAt: NOW - DAY }), NOW)).toBe('valid');
  });
});

describe('what is due', () => {
  it('is told as many days before its end as was asked, and the most urgent comes first', () => {
    const items = [
      signed({ requirement: 'SR 1.1', expiresAt: NOW + 31 * DAY }),
      signed({ requirement: 'SR 1.3', expiresAt: NOW + 30 * DAY }),
      signed({ requirement: 'SR 1.4', expiresAt: NOW - DAY }),
      signed({ requirement: 'SR 1.5', expiresAt: NOW + 80 * DAY, remindDays: 90 }),
    ];
    expect(dueList(items, NOW).map(({ item, due }) => [item.requirement, due])).toEqual([
      ['SR 1.4', 'overdue'],
      ['SR 1.3', 'due'],
      ['SR 1.1', 'later'],
      ['SR 1.5', 'due'],
    ]);
  });

  it('is not what a newer one has replaced, and not what was taken back', () => {
    const items = [
      assessment(2, { expiresAt: NOW - DAY }),
      assessment(2, { expiresAt: NOW + 300 * DAY }),
      signed({ expiresAt: NOW - DAY, withdrawnAt: NOW - 2 * DAY }),
    ];
    expect(dueList(items, NOW).map(({ due }) => due)).toEqual(['later']);
  });

  it('asks for each product’s test by itself', () => {
    const items = [tested('iC7', NOW - DAY), tested('gateway', NOW + 300 * DAY)];
    expect(dueList(items, NOW).map(({ due }) => due)).toEqual(['overdue', 'later']);
  });

  it('says what a zone has never had', () => {
    expect(neverDone('pumps', [assessment(2), assessment(2, { zone: 'mill' })])).toEqual([
      'factory-acceptance',
      'site-acceptance',
      'access-review',
      'patch-test',
    ]);
    expect(neverDone('mill', [assessment(2, { zone: 'mill', withdrawnAt: NOW })])).toContain(
      'risk-assessment',
    );
  });
});
