import { expect, it } from 'vitest';
import { signedLine, trustLine, type AuditTrust } from './audit-trust';

const NOW = Date.UTC(2026, 10, 21, 9);
const trust: AuditTrust = {
  verified: { size: 1_204, at: NOW - 12_000 },
  sweep: { size: 1_204, of: 1_204 },
  progressAt: NOW - 1_000,
  signed: { size: 1_200, at: NOW - 40_000 },
  faultCount: 0,
  faults: [],
  refused: null,
  copyFault: null,
  hasCopy: false,
  key: null,
};

it('says how far and how long ago it was verified', () => {
  expect(trustLine(trust, NOW)).toEqual({ tone: 'well', text: 'Verified up to entry 1203, 12 s ago' });
  expect(signedLine(trust, NOW)).toBe('1200 entries signed, 40 s ago');
});

it('calls nothing verified that was not', () => {
  const begun = { ...trust, verified: null, sweep: { size: 512, of: 1_204 } };
  expect(trustLine(begun, NOW)).toMatchObject({
    tone: 'waiting',
    text: expect.stringContaining('512 of 1204'),
  });
});

it('puts a fault before everything else', () => {
  expect(trustLine({ ...trust, faultCount: 2 }, NOW)).toEqual({
    tone: 'problem',
    text: 'Not verified: 2 faults were found',
  });
});

it('says that nothing is signed, and that nothing verifies', () => {
  expect(trustLine({ ...trust, refused: 'shorter' }, NOW).tone).toBe('problem');
  expect(signedLine({ ...trust, refused: 'shorter' }, NOW)).toBe('Nothing is signed at present');
  expect(trustLine({ ...trust, progressAt: NOW - 600_000 }, NOW).text).toContain('stood still for 10 min');
});
