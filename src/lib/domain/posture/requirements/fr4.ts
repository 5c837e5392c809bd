import type { RequirementRow } from '../requirement-row';

/** FR 4, data confidentiality: number, own words, gate; then its enhancements. */
export const FR4: readonly RequirementRow[] = [
  [
    '4.1',
    'Information confidentiality',
    1,
    [
      ['At rest or in transit via untrusted networks', 2],
      ['Across zone boundaries', 4],
    ],
  ],
  ['4.2', 'Information purge (decommissioning)', 2, [['Shared memory purged', 3]]],
  ['4.3', 'Use of accepted cryptography', 1],
];
