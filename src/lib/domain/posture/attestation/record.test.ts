import { describe, expect, it } from 'vitest';
import { attestationRecord, findingsOf, recordText, type AttestationRecord } from './record';

const ALL = ['firmware', 'encryption', 'certificates', 'access', 'network', 'recovery'] as const;
const accepted = (over: Partial<Record<(typeof ALL)[number], 'failed' | 'not-done'>> = {}) => ({
  kind: 'site-acceptance' as const,
  checks: ALL.map((check) => ({ check, result: over[check] ?? ('passed' as const) })),
});

describe('a record about a zone', () => {
  it('of an acceptance says which checks failed and which nobody made', () => {
    expect(findingsOf(accepted())).toEqual([]);
    expect(findingsOf(accepted({ certificates: 'failed', recovery: 'not-done' }))).toEqual([
      'Certificates are in use and right: no',
      'Recovery was tried: not looked at',
    ]);
    const one: AttestationRecord = {
      kind: 'factory-acceptance',
      checks: [{ check: 'firmware', result: 'passed' }],
    };
    expect(findingsOf(one)).toHaveLength(5);
    expect(recordText(one)).toBe('1 of 6 checks passed');
  });

  it('of an update’s test has a finding when the way back failed or was never tried', () => {
    const test = (rollback: 'came-back' | 'failed' | 'not-tried') =>
      findingsOf({ kind: 'patch-test', product: 'iC7', version: '1.2', result: 'passed', rollback });
    expect(test('came-back')).toEqual([]);
    expect(test('failed')).toEqual(['the old version did not come back']);
    expect(test('not-tried')).toEqual(['the way back was not tried']);
  });

  it('names each check once, and seven levels', () => {
    const twice = {
      kind: 'site-acceptance',
      checks: [...accepted().checks, { check: 'firmware', result: 'failed' }],
    };
    expect(attestationRecord.safeParse(twice).success).toBe(false);
    const levels = (targetLevels: number[]) =>
      attestationRecord.safeParse({ kind: 'risk-assessment', targetLevels }).success;
    expect(levels([2, 2, 2, 1, 2, 2, 2])).toBe(true);
    expect(levels([2, 2])).toBe(false);
    expect(levels([2, 2, 2, 1, 2, 2, 5])).toBe(false);
  });

  it('is told in one phrase', () => {
    expect(recordText({ kind: 'risk-assessment', targetLevels: [2, 2, 2, 1, 2, 2, 2] })).toBe(
      'target levels 2, 2, 2, 1, 2, 2, 2',
    );
    expect(recordText({ kind: 'access-review', accounts: 12, changed: 2, removed: 1 })).toBe(
      '12 accounts, 2 changed, 1 removed',
    );
    expect(
      recordText({
        kind: 'patch-test',
        product: 'iC7',
        version: '1.2',
        result: 'passed',
        rollback: 'came-back',
      }),
    ).toBe('iC7 1.2 passed, rolled back in the test');
  });
});
