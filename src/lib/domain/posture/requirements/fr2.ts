import type { RequirementRow } from '../requirement-row';

/** FR 2, use control: number, own words, gate; then its enhancements. */
export const FR2: readonly RequirementRow[] = [
  [
    '2.1',
    'Authorisation enforced',
    1,
    [
      ['For all users incl. software and devices', 2],
      ['Permissions mapped to roles', 2],
      ['Supervisor override', 3],
      ['Two-person approval', 4],
    ],
  ],
  ['2.2', 'Wireless: what it may do', 1, [['Find and report unauthorised wireless devices', 3]]],
  ['2.3', 'Portable and mobile devices controlled', 1, [['Security state of portable devices enforced', 3]]],
  ['2.4', 'Mobile code restricted', 1, [['Integrity of mobile code checked', 3]]],
  ['2.5', 'Session lock', 1],
  ['2.6', 'Remote session ends by itself or on request', 2],
  ['2.7', 'Concurrent sessions limited', 3],
  ['2.8', 'Security events are recorded', 1, [['One central, system-wide audit trail', 3]]],
  ['2.9', 'Room for audit records', 1, [['Warn when audit storage runs full', 3]]],
  ['2.10', 'Reaction when auditing fails', 1],
  [
    '2.11',
    'Timestamps',
    2,
    [
      ['Clocks synchronised inside the system', 3],
      ['Time source protected', 4],
    ],
  ],
  ['2.12', 'Non-repudiation (people)', 3, [['Non-repudiation for all users', 4]]],
];
