import canonicalize from 'canonicalize';
import type { Playbook, Signature } from './model';

/** What a signature is made of before it has a value. */
export type SignatureDraft = Omit<Signature, 'value' | 'signature'>;

export type HashAlgorithm = 'sha-256' | 'sha-512';

/** Hashing and signatures of the surroundings; this module knows what goes into them. */
export interface SignatureCrypto {
  /** Digest of a text in UTF-8, as lower-case hex. */
  digest(algorithm: HashAlgorithm, text: string): string;
  /**
   * Whether `signature` (base64url) of the UTF-8 text was made by an Ed25519 key (SubjectPublicKeyInfo in base64:
   * PEM without its head and foot). False for what is no key or no signature; throws nothing.
   */
  verifyEd25519(publicKey: string, text: string, signature: string): boolean;
}

export type SignatureVerdict =
  | 'valid'
  /** Somebody changed the playbook or the signature, or it is of another playbook. */
  | 'invalid'
  /** Made in a way that is not checked here: another algorithm, or a key that is not given. */
  | 'unsupported';

/** The content of a playbook: what makes two versions the same. Signatures are no part of it. */
export function canonicalPlaybook(playbook: Playbook): string {
  const { signatures: _, ...content } = playbook;
  return canonical(content);
}

/**
 * The text whose digest is signed: the playbook with this one signature, without its value, in canonical form
 * (RFC 8785). By the worked example of the standard it is the digest in hex that is signed, not its bytes.
 */
export function signingText(playbook: Playbook, signature: SignatureDraft): string {
  const { value: _, signature: __, ...draft } = signature as Partial<Signature>;
  return canonical({ ...playbook, signatures: [draft] });
}

/** Whether a signature is of this very content and made by the key that it names. Who may sign is not asked here. */
export function verifySignature(
  playbook: Playbook,
  signature: Signature,
  crypto: SignatureCrypto,
): SignatureVerdict {
  if (signature.related_to !== playbook.id || signature.related_version !== playbook.modified)
    return 'invalid';
  const { algorithm, hash_algorithm: hash, public_key: key } = signature;
  if (algorithm !== 'Ed25519' || key === undefined || !isHash(hash)) return 'unsupported';
  const digest = crypto.digest(hash, signingText(playbook, signature));
  return crypto.verifyEd25519(key, digest, signature.value) ? 'valid' : 'invalid';
}

const isHash = (name: string): name is HashAlgorithm => name === 'sha-256' || name === 'sha-512';

function canonical(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('an object has a canonical form');
  return text;
}
