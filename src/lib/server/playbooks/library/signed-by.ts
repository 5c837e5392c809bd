import type { Signature } from '../../../domain/playbooks/cacao/model';
import type { Instant } from '../../../domain/time';
import type { SignedBy } from '../../../protocol/playbooks';
import type { SignatureRow } from '../../storage/playbook-store';
import type { SignerRow } from '../../storage/trusted-signer-store';
import { keyFingerprint } from './playbook-crypto';

/**
 * Who signed a version: the newest trusted signature of those that verify, else the newest of them; null without
 * any. Trusted is what a key on the plant's list made that was not revoked, while the signature itself is valid.
 */
export function signedByOf(
  verified: readonly SignatureRow[],
  signers: readonly SignerRow[],
  now: Instant,
): SignedBy | null {
  const trusted = new Set(
    signers.filter(({ revokedAt }) => revokedAt === null).map(({ fingerprint }) => fingerprint),
  );
  const all = verified
    .map(({ signature, approvedBy }) => ({
      person: approvedBy ?? signature.signee,
      at: Date.parse(signature.created),
      trusted: isCurrent(signature, now) && trusted.has(keyFingerprint(signature.public_key ?? '') ?? ''),
    }))
    .sort((a, b) => Number(b.trusted) - Number(a.trusted) || b.at - a.at);
  return all[0] ?? null;
}

function isCurrent({ revoked, valid_from: from, valid_until: until }: Signature, now: Instant): boolean {
  if (revoked === true) return false;
  return (from === undefined || Date.parse(from) <= now) && (until === undefined || now < Date.parse(until));
}
