import { fromBase64, fromHex, joinBytes, sameBytes, toBase64, toHex } from '../bytes';
import type { Sha256 } from '../tree/hashing';

/** A public key by which notes of one name are verified (C2SP signed-note). */
export interface VerifierKey {
  name: string;
  /** First four bytes of a hash over name and key: tells keys of one name apart, proves nothing. */
  id: Uint8Array;
  /** The 32 raw bytes of an Ed25519 key. */
  publicKey: Uint8Array;
}

/** The only kind of signature that we write or believe. */
const ED25519 = 0x01;
const PUBLIC_KEY_BYTES = 32;
const ID_BYTES = 4;

/** Whether a name may stand in a signature line: no spaces of any kind, no plus, nothing invisible. */

export const isKeyName = (name: string): boolean => /^[^\s+\u0000-\u001f\u007f]+$/u.test(name);

export function verifierKey(sha256: Sha256, name: string, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new TypeError(`"${name}" cannot be the name of a key.`);
  return { name, publicKey, id: idOf(sha256, name, publicKey) };
}

const idOf = (sha256: Sha256, name: string, publicKey: Uint8Array): Uint8Array =>
  sha256(joinBytes(new TextEncoder().encode(`${name}\n`), Uint8Array.of(ED25519), publicKey)).slice(
    0,
    ID_BYTES,
  );

/** `name+id+key`, as it is handed to whoever wants to verify. */
export const formatVerifierKey = ({ name, id, publicKey }: VerifierKey): string =>
  `${name}+${toHex(id)}+${toBase64(joinBytes(Uint8Array.of(ED25519), publicKey))}`;

/** Reads what `formatVerifierKey` wrote; `undefined` for anything else, also when the id is not the key's. */
export function parseVerifierKey(sha256: Sha256, text: string): VerifierKey | undefined {
  // The key itself may hold a plus: base64 knows that sign.
  const [, name = '', hex = '', base64 = ''] = /^([^+]+)\+([^+]+)\+(.+)$/u.exec(text) ?? [];
  const id = fromHex(hex);
  const key = fromBase64(base64);
  if (!isKeyName(name) || id === undefined || key === undefined) return undefined;
  if (key[0] !== ED25519 || key.length !== 1 + PUBLIC_KEY_BYTES) return undefined;
  const publicKey = key.slice(1);
  return sameBytes(idOf(sha256, name, publicKey), id) ? { name, id, publicKey } : undefined;
}
