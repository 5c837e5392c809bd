import type { Instant } from '../../time';
import type { EvidenceKey } from '../evidence';
import type { Answer, ZoneFacts } from '../facts';
import { HEARD, spansAt, type ZoneHistory } from './zone-history';

/** What was known of a zone at a moment of its past, as it was judged then. */
export function factsAt({ assets, spans, attestations, compensations }: ZoneHistory, at: Instant): ZoneFacts {
  const answers = new Map<string, Map<EvidenceKey, Answer>>();
  for (const { asset, key, verdict, found, lastAt } of spansAt(spans, at)) {
    const own = answers.get(asset) ?? new Map<EvidenceKey, Answer>();
    // While it was given again and again, it was as new as can be.
    answers.set(asset, own.set(key, { verdict, found, at: Math.min(at, lastAt) }));
  }
  const isSilent = (through: string | undefined) =>
    through !== undefined && answers.get(through)?.get(HEARD)?.verdict === 'fail';
  return {
    assets: assets.map(({ id, class: of, through }) => ({
      id,
      class: of,
      isSilent: isSilent(through),
      answers: answers.get(id) ?? new Map(),
    })),
    attestations,
    compensations,
    doubts: [],
  };
}
