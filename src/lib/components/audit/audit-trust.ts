import { formatAge } from '$lib/ui/format/age';

/** How far the log can be believed, as its page tells it; moments in ms. */
export interface AuditTrust {
  verified: { size: number; at: number } | null;
  /** Where the present round of the verifier is. */
  sweep: { size: number; of: number };
  progressAt: number | null;
  signed: { size: number; at: number } | null;
  faultCount: number;
  /** In words; empty for readers of a part of the log, who see only how many. */
  faults: readonly string[];
  refused: string | null;
  copyFault: string | null;
  hasCopy: boolean;
  key: { name: string; fingerprint: string; text: string } | null;
}

interface TrustLine {
  tone: 'well' | 'waiting' | 'problem';
  text: string;
}

/** A verifier that got no further for so long does not run. */
const STOPPED_MS = 120_000;

/** The verdict in one line. Nothing is called verified that was not verified lately. */
export function trustLine(trust: AuditTrust, now: number): TrustLine {
  const { verified, sweep, faultCount, refused, progressAt } = trust;
  if (faultCount > 0) return { tone: 'problem', text: `Not verified: ${faultWords(faultCount)}` };
  if (refused !== null)
    return { tone: 'problem', text: 'Not signed: the log is not the one that was signed' };
  if (progressAt !== null && now - progressAt > STOPPED_MS)
    return {
      tone: 'problem',
      text: `Not verified: the verifier has stood still for ${formatAge(now - progressAt)}`,
    };
  if (verified === null) {
    const far = sweep.of > 0 ? `, entry ${sweep.size} of ${sweep.of} so far` : '';
    return { tone: 'waiting', text: `Not verified yet: the verifier has begun${far}` };
  }
  const age = formatAge(now - verified.at);
  if (verified.size === 0) return { tone: 'well', text: `Verified ${age} ago: the log is empty` };
  return { tone: 'well', text: `Verified up to entry ${verified.size - 1}, ${age} ago` };
}

const faultWords = (count: number): string =>
  count === 1 ? '1 fault was found' : `${count} faults were found`;

/** What is under a signature, and since when. */
export function signedLine({ signed, refused }: AuditTrust, now: number): string {
  if (refused !== null) return 'Nothing is signed at present';
  if (signed === null) return 'Nothing has been signed yet';
  return `${signed.size} entries signed, ${formatAge(now - signed.at)} ago`;
}
