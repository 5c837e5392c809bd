import type { RequirementRow } from '../requirement-row';

/** FR 7, resource availability: number, own words, gate; then its enhancements. */
export const FR7: readonly RequirementRow[] = [
  [
    '7.1',
    'Denial-of-service protection',
    1,
    [
      ['Communication load managed', 2],
      ['DoS effects on other systems limited', 3],
    ],
  ],
  ['7.2', 'Resource management', 1],
  [
    '7.3',
    'Backup',
    1,
    [
      ['Backup verified', 2],
      ['Backup automated', 3],
    ],
  ],
  ['7.4', 'Recovery to a known secure state', 1],
  ['7.5', 'Emergency power keeps security state', 1],
  ['7.6', 'Network and security settings', 1, [['Machine-readable report of current settings', 3]]],
  ['7.7', 'Least functionality', 1],
  ['7.8', 'Component inventory', 2],
];
