import type { Instant } from '../time';
import { EVIDENCE } from './evidence';
import type { ZoneFacts } from './facts';

/**
 * The first moment after `now` at which a zone has to be judged again although nothing is told: an answer grows too
 * old, or somebody's word begins or ends to count. `Infinity` when time alone changes nothing any more.
 */
export function validUntil(facts: ZoneFacts, now: Instant): Instant {
  let until = Infinity;
  const consider = (at: Instant) => {
    if (at > now && at < until) until = at;
  };
  for (const { answers, isSilent } of facts.assets)
    if (!isSilent) for (const [key, { at }] of answers) consider(at + EVIDENCE[key].freshForMs);
  for (const { signedAt, expiresAt } of facts.attestations) [signedAt, expiresAt].forEach(consider);
  for (const { approvedAt, expiresAt } of facts.compensations) [approvedAt, expiresAt].forEach(consider);
  return until;
}
