import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dueAt, dueOf } from './due';

const SSVC = {
  exploitation: 'none',
  automatable: true,
  technicalImpact: 'total',
  source: 'CISA-ADP',
} as const;
const facts = { severity: 9.3, ssvc: undefined, isExposed: false, target: 1 };
const TABLE = '../shared/data/ssvc/cisa_bod_26_04_1_0_0.json';

describe('by when something has to be done', () => {
  it('says the public table where CISA gave what it needs', () => {
    // CVE-2026-15203: not exploited, automatable, total.
    expect(dueOf({ ...facts, ssvc: SSVC }).days).toBe(60);
    expect(dueOf({ ...facts, ssvc: SSVC, isExposed: true }).days).toBe(3);
    expect(dueOf({ ...facts, ssvc: SSVC, isExposed: true }).why).toBe(
      'BOD 26-04: not known to be exploited, reachable from outside, attacks can be automated, total control',
    );
    const slow = { ...SSVC, automatable: false, technicalImpact: 'partial' } as const;
    expect(dueOf({ ...facts, ssvc: slow }).days).toBeUndefined();
    expect(dueOf({ ...facts, ssvc: { ...slow, exploitation: 'active' } }).days).toBe(14);
  });

  it.each([
    [9.0, 1, 30],
    [8.2, 1, 90],
    [5.3, 1, 180],
    [3.9, 1, undefined],
    [9.8, 3, 15],
    [8.2, 4, 45],
  ])('says the score %d in a zone of target %d else: %s days', (severity, target, days) => {
    expect(dueOf({ ...facts, severity, target }).days).toBe(days);
  });

  it('is set by the plant', () => {
    expect(dueOf(facts, [7, 14, 30]).days).toBe(7);
  });

  it('counts from when it was first seen, and has no date where it waits', () => {
    expect(dueAt({ days: 2, why: '' }, 1_000)).toBe(1_000 + 2 * 86_400_000);
    expect(dueAt({ days: undefined, why: '' }, 1_000)).toBeNull();
    expect(dueOf({ ...facts, severity: undefined }).days).toBeUndefined();
  });

  describe.skipIf(!existsSync(TABLE))(`as ${TABLE} has it`, () => {
    it('in every row', () => {
      const { mapping } = JSON.parse(readFileSync(TABLE, 'utf8')) as { mapping: Record<string, string>[] };
      for (const row of mapping) {
        const days = dueOf({
          ...facts,
          isExposed: row['cisa:PE:1.0.0'] === 'Y',
          ssvc: {
            ...SSVC,
            exploitation: row['cisa:KEV:1.0.0'] === 'Y' ? 'active' : 'none',
            automatable: row['ssvc:A:2.0.0'] === 'Y',
            technicalImpact: row['ssvc:TI:1.0.0'] === 'T' ? 'total' : 'partial',
          },
        }).days;
        const outcome = row['cisa:BOD2604:1.0.0'] ?? '';
        expect(days, JSON.stringify(row)).toBe(outcome === 'FSU' ? undefined : Number.parseInt(outcome));
      }
    });
  });
});
