import type { Instant } from '../time';
import type { AssetClass } from './components';
import type { EvidenceKey } from './evidence';
import type { RequirementId } from './requirements';

/** The newest answer of an asset to one question. `not-applicable` is a proof too: a radio that is off. */
export interface Answer {
  verdict: 'pass' | 'fail' | 'not-applicable';
  /** When it was found out, by our clock. */
  at: Instant;
  /** What was found, in words: `22/tcp, 443/tcp, 8080/tcp (node-red)`. */
  found: string;
}

/** One asset of a zone as posture sees it. */
export interface AssetFacts {
  id: string;
  class: AssetClass;
  /** Nothing is heard of it any more: what it proved, it proves no longer. What refuted it, still does. */
  isSilent: boolean;
  answers: ReadonlyMap<EvidenceKey, Answer>;
}

/** Somebody's dated word that a requirement is fulfilled in a zone. */
export interface Attestation {
  id: number;
  requirement: RequirementId;
  classes: 'all' | readonly AssetClass[];
  signedAt: Instant;
  expiresAt: Instant;
  /** People who signed; from gate 3 upwards it takes two. */
  signatures: number;
}

/** An approved measure that stands in for a requirement, tested, until it expires. */
export interface Compensation {
  id: number;
  requirement: RequirementId;
  approvedAt: Instant;
  expiresAt: Instant;
  reason: string;
}

/** An open, reachable vulnerability that puts a requirement in doubt on an asset. */
export interface Doubt {
  requirement: RequirementId;
  asset: string;
  vulnerability: string;
}

/** All that the posture of a zone is made of. */
export interface ZoneFacts {
  /** Everything in scope, this platform included. */
  assets: readonly AssetFacts[];
  attestations: readonly Attestation[];
  compensations: readonly Compensation[];
  doubts: readonly Doubt[];
}
