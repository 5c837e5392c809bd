import { describe, expect, it } from 'vitest';
import type { StandCount } from './figure';
import {
  certificatesSentence,
  drillsSentence,
  durationSentence,
  durationText,
  frSentence,
  supportSentence,
  vulnerabilitiesSentence,
  zonesSentence,
} from './sentences';

const stand = (known: number, below: number, unproven: number, gap: number | null = 1): StandCount => ({
  ...{ known, below, unproven, gap },
});

describe('zones', () => {
  it('tells what is below from what cannot be shown, and counts neither as good', () => {
    expect(zonesSentence(stand(8, 1, 4), stand(8, 3, 4), 8)).toBe(
      '1 of 8 zones below target with evidence (was 3); 3 cannot be shown either way (was 1); 4 at target (as before).',
    );
  });
  it('names zones that nobody judged, and compares with nothing where nothing was known', () => {
    expect(zonesSentence(stand(2, 0, 2), stand(0, 0, 0, null), 3)).toBe(
      '0 of 3 zones below target with evidence; 2 cannot be shown either way; 0 at target; 1 not judged.',
    );
    expect(zonesSentence(stand(0, 0, 0, null), undefined, 3)).toBe('No zone had been judged.');
    expect(zonesSentence(stand(1, 0, 1), stand(1, 1, 1), 1)).toBe(
      'Its target cannot be shown either way (was below target).',
    );
  });
});

describe('a foundational requirement', () => {
  it('over several zones counts them, with the largest gap', () => {
    expect(frSentence(stand(8, 1, 3, 2), stand(8, 1, 1), false)).toBe(
      '1 zone below target (as before), 2 not proven (was 0); the largest gap is 2 levels.',
    );
    expect(frSentence(stand(8, 0, 0, 0), stand(8, 0, 2), false)).toBe('Every zone is at its target (was 2).');
  });
  it('of one zone is a distance, with what it comes from', () => {
    expect(frSentence(stand(1, 1, 1, 2), stand(1, 0, 1, 1), true)).toBe(
      '2 levels short of the target (was 1): evidence speaks against more.',
    );
    expect(frSentence(stand(1, 0, 1, 1), undefined, true)).toBe(
      '1 level short of the target: nothing speaks against it, proof is missing.',
    );
    expect(frSentence(stand(1, 0, 0, 0), undefined, true)).toBe('The target is confirmed.');
    expect(frSentence(stand(0, 0, 0, null), undefined, true)).toBe('Not judged.');
  });
});

describe('vulnerabilities', () => {
  it('are not nought where no advisory was ever imported', () => {
    expect(vulnerabilitiesSentence(null, null)).toMatch(/^No advisory has been imported yet/);
  });
  it('are counted with those that are overdue', () => {
    expect(vulnerabilitiesSentence({ open: 5, overdue: 2 }, { open: 5, overdue: 0 })).toBe(
      '5 vulnerabilities open (as before), 2 overdue (was 0).',
    );
    expect(vulnerabilitiesSentence({ open: 1, overdue: 0 }, null)).toBe(
      '1 vulnerability open, none of them overdue.',
    );
  });
});

it('certificates that ended come before those that will', () => {
  expect(certificatesSentence({ expired: 1, within30: 3, within90: 5, unseen: 0 }, undefined)).toBe(
    '1 certificate expired; 3 within 30 days, 2 within 31 to 90.',
  );
  expect(certificatesSentence({ expired: 0, within30: 0, within90: 0, unseen: 2 }, undefined)).toBe(
    'No certificate has expired; none ends within 30 days, 0 within 31 to 90; of 2 gateways no certificate was seen.',
  );
});

it('support that is not known is said to be just that', () => {
  expect(supportSentence({ ended: 0, ending: 2, unknown: 4 }, undefined)).toBe(
    'No asset is known to be without support; 2 will be within two years; of 4 no date is known.',
  );
  expect(supportSentence({ ended: 2, ending: 0, unknown: 0 }, { ended: 1, ending: 0, unknown: 0 })).toBe(
    '2 assets without support (was 1); 0 will be within two years; of 0 no date is known.',
  );
});

describe('times', () => {
  it('are said in the unit that fits', () => {
    expect([48, 172, 5_400, 17_280, 400_000].map(durationText)).toEqual([
      '48 s',
      '3 min',
      '90 min',
      '4.8 h',
      '4.6 d',
    ]);
  });
  it('are a middle and nine in ten, never a mean', () => {
    const before = { count: 2, median: 61, nineInTen: 214 };
    expect(durationSentence('acknowledged', { count: 11, median: 48, nineInTen: 172 }, before)).toBe(
      '11 incidents acknowledged: half within 48 s, nine in ten within 3 min; before: 61 s and 4 min.',
    );
    expect(durationSentence('closed', { count: 0, median: null, nineInTen: null }, before)).toBe(
      'No incident was closed.',
    );
  });
});

it('drills that were broken off have not passed', () => {
  expect(drillsSentence({ passed: 5, failed: 1, cancelled: 0 }, { passed: 4, failed: 1, cancelled: 1 })).toBe(
    '5 of 6 drills passed; before: 4 of 6.',
  );
  expect(drillsSentence({ passed: 0, failed: 0, cancelled: 1 }, { passed: 0, failed: 0, cancelled: 0 })).toBe(
    '0 of 1 drill passed, 1 broken off; before: none.',
  );
  expect(drillsSentence({ passed: 0, failed: 0, cancelled: 0 }, { passed: 0, failed: 0, cancelled: 0 })).toBe(
    'No drill was held; before: none.',
  );
});
