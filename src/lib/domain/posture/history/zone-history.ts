import type { Instant } from '../../time';
import type { AssetClass } from '../components';
import type { EvidenceKey } from '../evidence';
import type { Answer, Attestation, Compensation } from '../facts';

/** An answer over the time in which it was given again before it grew too old. */
export interface AnswerSpan {
  asset: string;
  key: EvidenceKey;
  verdict: Answer['verdict'];
  found: string;
  firstAt: Instant;
  lastAt: Instant;
}

/** An asset of a zone, and the one that it is heard through; itself for a gateway, nobody for the platform. */
export interface PlacedAsset {
  id: string;
  class: AssetClass;
  through: string | undefined;
}

/** All that the posture of a zone was ever made of. */
export interface ZoneHistory {
  assets: readonly PlacedAsset[];
  /** Of these assets; in any order. */
  spans: readonly AnswerSpan[];
  attestations: readonly Attestation[];
  compensations: readonly Compensation[];
}

/** Whether an asset is heard is an answer too: that of the asset which it is heard through. */
export const HEARD: EvidenceKey = 'plat.heartbeat';

/** The span that held at a moment: of each question the one that began last. */
export function spansAt(spans: readonly AnswerSpan[], at: Instant): AnswerSpan[] {
  const newest = new Map<string, AnswerSpan>();
  for (const span of spans) {
    if (span.firstAt > at) continue;
    const of = `${span.asset} ${span.key}`;
    const known = newest.get(of);
    if (known === undefined || known.firstAt <= span.firstAt) newest.set(of, span);
  }
  return [...newest.values()];
}
