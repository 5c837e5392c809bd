import type { RequirementRow } from '../requirement-row';

/** FR 1, identification and authentication control: number, own words, gate; then its enhancements. */
export const FR1: readonly RequirementRow[] = [
  [
    '1.1',
    'People: identify and authenticate',
    1,
    [
      ['Each person has an own identity', 2],
      ['Multi-factor from untrusted networks', 3],
      ['Multi-factor on every network', 4],
    ],
  ],
  [
    '1.2',
    'Software and devices: identify and authenticate',
    2,
    [['Each process/device has an own identity', 3]],
  ],
  ['1.3', 'Account life-cycle handling', 1, [['Accounts handled in one unified place', 3]]],
  ['1.4', 'Identifier handling', 1],
  ['1.5', 'Credential (authenticator) handling', 1, [['Process credentials kept in hardware', 3]]],
  ['1.6', 'Wireless: who may connect', 1, [['Unique identity for each wireless user', 2]]],
  [
    '1.7',
    'Password strength',
    1,
    [
      ['Password generation and lifetime rules for people', 3],
      ['Password lifetime rules for all users', 4],
    ],
  ],
  ['1.8', 'PKI certificates', 2],
  ['1.9', 'Strength of public-key authentication', 2, [['Private keys kept in hardware', 3]]],
  ['1.10', 'Hide credential feedback', 1],
  ['1.11', 'Failed log-in limit', 1],
  ['1.12', 'Use notice before log-in', 1],
  ['1.13', 'Access from untrusted networks', 1, [['Explicit approval of each access request', 2]]],
];
