import { createPublicKey, hash, verify } from 'node:crypto';
import type { SignatureCrypto } from '../../../domain/playbooks/cacao/signature';

const NAMES = { 'sha-256': 'sha256', 'sha-512': 'sha512' } as const;

/** Hashing and Ed25519 of the runtime, for signatures of playbooks. */
export const PLAYBOOK_CRYPTO: SignatureCrypto = {
  digest: (algorithm, text) => hash(NAMES[algorithm], text, 'hex'),
  verifyEd25519(publicKey, text, signature) {
    const key = ed25519Key(publicKey);
    if (key === undefined) return false;
    try {
      return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'));
    } catch {
      return false;
    }
  },
};

/** Reads a public key as signatures carry it (PEM without head and foot); undefined when it is no Ed25519 key. */
export function ed25519Key(publicKey: string) {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** What a key is known by: SHA-256 over its DER form, in hex; undefined when it is no Ed25519 key. */
export function keyFingerprint(publicKey: string): string | undefined {
  const der = ed25519Key(publicKey)?.export({ format: 'der', type: 'spki' });
  return der === undefined ? undefined : hash('sha256', der, 'hex');
}

/** What tells one content of a playbook from another. */
export const contentHash = (canonical: string): string => hash('sha256', canonical, 'hex');
