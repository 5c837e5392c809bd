import type { RequirementRow } from '../requirement-row';

/** FR 3, system integrity: number, own words, gate; then its enhancements. */
export const FR3: readonly RequirementRow[] = [
  ['3.1', 'Communication integrity', 1, [['Cryptographic integrity protection', 3]]],
  [
    '3.2',
    'Malicious code protection',
    1,
    [
      ['At entry and exit points', 2],
      ['Centrally managed and reported', 3],
    ],
  ],
  [
    '3.3',
    'Security functions verified',
    1,
    [
      ['Verified by automated means', 3],
      ['Verified during normal operation', 4],
    ],
  ],
  ['3.4', 'Software and information integrity', 2, [['Automatic notice of integrity violations', 3]]],
  ['3.5', 'Input validation', 1],
  ['3.6', 'Deterministic (safe) output on attack', 1],
  ['3.7', 'Error handling', 2],
  [
    '3.8',
    'Session integrity',
    2,
    [
      ['Session ID invalid after session end', 3],
      ['Unique session IDs', 3],
      ['Random session IDs', 4],
    ],
  ],
  ['3.9', 'Audit information protected', 2, [['Audit records on write-once media', 4]]],
];
