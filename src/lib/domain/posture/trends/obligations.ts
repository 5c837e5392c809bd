import type { RequirementId } from '../requirements';

/** What a law or a standard asks for, in our own words, with what of it can be shown from measurement. */
export interface Obligation {
  /** As the text numbers it. */
  id: string;
  asks: string;
  /** Requirements of IEC 62443-3-3 whose standing says something of it. */
  requirements: readonly RequirementId[];
  /** Figures of the trends that say something of it. */
  figures: readonly string[];
  /** What this program does not know of it. */
  notKnown: string;
}

const ask = (
  id: string,
  asks: string,
  requirements: readonly RequirementId[],
  figures: readonly string[],
  notKnown: string,
): Obligation => ({ id, asks, requirements, figures, notKnown });

/** NIS2, article 21(2), point by point (reference: posture, 9.1 and 9.4). */
export const NIS2_MEASURES: readonly Obligation[] = [
  ask('a', 'Policies on risk', [], ['zones'], 'The policies themselves, and who approved them.'),
  ask(
    'b',
    'Handling of incidents',
    ['SR 6.1', 'SR 6.2'],
    ['fr6', 'acknowledge', 'recover'],
    'Incidents that no gateway and no person reported.',
  ),
  ask(
    'c',
    'Continuity, backup, crisis',
    ['SR 7.3', 'SR 7.4'],
    ['drills'],
    'Plans for a crisis outside of the plant.',
  ),
  ask('d', 'Supply chain', [], ['support'], 'Contracts with suppliers and what they were asked.'),
  ask(
    'e',
    'Acquisition, maintenance, vulnerabilities',
    [],
    ['vulnerabilities', 'support'],
    'Vulnerabilities that no imported advisory names.',
  ),
  ask(
    'f',
    'Whether measures have an effect',
    [],
    ['zones', 'vulnerabilities', 'drills'],
    'Measures that leave no trace in evidence.',
  ),
  ask('g', 'Hygiene and training', [], ['drills'], 'Who was trained, and in what.'),
  ask('h', 'Cryptography', ['SR 4.3', 'SR 1.8'], ['certificates'], 'Policies on cryptography.'),
  ask(
    'i',
    'Access, staff, assets',
    ['SR 1.3', 'SR 7.8'],
    ['fr1', 'fr2'],
    'What concerns staff outside of this program.',
  ),
  ask(
    'j',
    'Several factors, secured communication',
    ['SR 1.1 RE(2)', 'SR 3.1 RE(1)'],
    [],
    'How people talk to each other in an emergency.',
  ),
];

/** IEC 62443-2-1:2024, by element of the security program (reference: posture, 1.4). */
export const PROGRAM_ELEMENTS: readonly Obligation[] = [
  ask('ORG', 'Organisation', [], [], 'All of it: it is attested by people, not measured.'),
  ask(
    'CM',
    'Configuration: inventory, settings, changes',
    ['SR 7.6', 'SR 7.8'],
    [],
    'Changes that leave no trace in a plant file or a setting.',
  ),
  ask(
    'NET',
    'Networks: zones, boundaries, access from outside',
    ['SR 1.13', 'SR 5.1', 'SR 5.2'],
    ['fr5'],
    'Paths that no gateway sees.',
  ),
  ask(
    'COMP',
    'Components: hardening and patches',
    ['SR 3.2', 'SR 3.4', 'SR 7.7'],
    ['vulnerabilities', 'support'],
    'Patches of devices that nobody listed.',
  ),
  ask(
    'DATA',
    'Data and keys',
    ['SR 1.8', 'SR 4.1', 'SR 4.3'],
    ['fr4', 'certificates'],
    'Data outside of gateways and this program.',
  ),
  ask(
    'USER',
    'Users and their rights',
    ['SR 1.1', 'SR 1.3', 'SR 1.5', 'SR 2.1'],
    ['fr1', 'fr2'],
    'Accounts on devices that report none.',
  ),
  ask(
    'EVENT',
    'Events and incidents',
    ['SR 2.8', 'SR 6.1', 'SR 6.2'],
    ['acknowledge', 'recover'],
    'Incidents that were handled outside of this program.',
  ),
  ask(
    'AVAIL',
    'Availability: backup and recovery',
    ['SR 7.3', 'SR 7.4'],
    ['fr7', 'drills'],
    'Whether a backup was restored, unless a drill or a statement says so.',
  ),
];

/** Editions that the figures are judged by. */
export const EDITIONS = [
  'IEC 62443-3-3:2013 with corrigendum 1:2014, requirements by number and level',
  'IEC 62443-2-1:2024, elements of the security program',
  'Directive (EU) 2022/2555 (NIS2), article 21(2)',
] as const;

/** Dates of law, as the acts have them (reference: posture, 9.1 and 9.2). */
export const LEGAL_DATES = [
  { what: 'NIS2 in force', day: '2023-01-16' },
  { what: 'NIS2 to be national law by', day: '2024-10-17' },
  { what: 'NIS2 measures apply from', day: '2024-10-18' },
  { what: 'Cyber Resilience Act: makers report from', day: '2026-09-11' },
  { what: 'Cyber Resilience Act applies in full from', day: '2027-12-11' },
] as const;
