/** What is known of a kind of attestation: what it is called, and for how long it may stand. */
interface AttestationKindFacts {
  name: string;
  /** What its last day is: the end of somebody's word, or when the next of its kind is due. */
  ends: 'expires' | 'next';
  /** Nobody can speak for longer than this ahead. */
  longestYears: number;
}

/**
 * Dated records that people sign for a zone. The first two are about one requirement and count for its level; the
 * others are what an integrator and an owner do again and again, and what their next date reminds of.
 */
const TABLE = {
  /** A requirement is fulfilled. */
  statement: { name: 'Statement', ends: 'expires', longestYears: 2 },
  /** A measure stands in for a requirement. */
  compensation: { name: 'Measure that stands in', ends: 'expires', longestYears: 2 },
  /** IEC 62443-3-2: which target levels the zone needs, and why. */
  'risk-assessment': { name: 'Risk assessment', ends: 'next', longestYears: 3 },
  'factory-acceptance': { name: 'Factory acceptance', ends: 'next', longestYears: 10 },
  'site-acceptance': { name: 'Site acceptance', ends: 'next', longestYears: 10 },
  'access-review': { name: 'Review of access', ends: 'next', longestYears: 2 },
  'patch-test': { name: 'Test of an update and its way back', ends: 'next', longestYears: 2 },
  're-certification': { name: 'Certification', ends: 'next', longestYears: 5 },
} as const satisfies Record<string, AttestationKindFacts>;

export type AttestationKind = keyof typeof TABLE;

export const ATTESTATIONS: Readonly<Record<AttestationKind, AttestationKindFacts>> = TABLE;
export const ATTESTATION_KINDS = Object.keys(TABLE) as [AttestationKind, ...AttestationKind[]];

/** Kinds that are about one requirement of 62443-3-3 and reach its level. */
export type RequirementKind = 'statement' | 'compensation';
/** Kinds that are about the zone as a whole. */
export type RecordKind = Exclude<AttestationKind, RequirementKind>;

export const isAboutRequirement = (kind: AttestationKind): kind is RequirementKind =>
  kind === 'statement' || kind === 'compensation';

/** What every zone is asked for; an update is tested and a certificate renewed only where there is one. */
export const ASKED_OF_EVERY_ZONE: readonly RecordKind[] = [
  'risk-assessment',
  'factory-acceptance',
  'site-acceptance',
  'access-review',
  'patch-test',
];
