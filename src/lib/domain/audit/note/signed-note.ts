import { fromBase64, joinBytes, sameBytes, toBase64 } from '../bytes';
import { isKeyName, type VerifierKey } from './verifier-key';

/** A text and who signed it (C2SP signed-note). The text ends in a newline, which is signed too. */
export interface SignedNote {
  text: string;
  signatures: readonly NoteSignature[];
}

interface NoteSignature {
  name: string;
  keyId: Uint8Array;
  signature: Uint8Array;
}

/** Whether `signature` is that of `publicKey` (raw Ed25519) over `message`; handed in, as hashing is. */
export type VerifySignature = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

const KEY_ID_BYTES = 4;
const LONGEST_NOTE = 1_000_000;
const MOST_SIGNATURES = 100;
/** A signature line begins so: em dash and space. */
const DASH = '\u2014 ';

/** Writes a note: the text, an empty line, one line per signature. */
export function formatNote({ text, signatures }: SignedNote): string {
  const lines = signatures.map(
    ({ name, keyId, signature }) => `${DASH}${name} ${toBase64(joinBytes(keyId, signature))}\n`,
  );
  return `${text}\n${lines.join('')}`;
}

/** Reads a note without judging its signatures; `undefined` when it is none. */
export function parseNote(note: string): SignedNote | undefined {
  if (note.length > LONGEST_NOTE || /[\u0000-\u0009\u000b-\u001f]/.test(note)) return undefined;
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return undefined;
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) return undefined;
  const signatures = lines.map(signatureOf);
  return signatures.every((one) => one !== undefined)
    ? { text: note.slice(0, split + 1), signatures }
    : undefined;
}

function signatureOf(line: string): NoteSignature | undefined {
  if (!line.startsWith(DASH)) return undefined;
  const [name = '', base64 = '', ...more] = line.slice(DASH.length).split(' ');
  const bytes = fromBase64(base64);
  if (more.length > 0 || !isKeyName(name) || bytes === undefined || bytes.length <= KEY_ID_BYTES)
    return undefined;
  return { name, keyId: bytes.slice(0, KEY_ID_BYTES), signature: bytes.slice(KEY_ID_BYTES) };
}

const ofKey = ({ signatures }: SignedNote, key: VerifierKey): readonly NoteSignature[] =>
  signatures.filter(({ name, keyId }) => name === key.name && sameBytes(keyId, key.id));

/** Whether the note claims to be signed by the key; whether it is, `isSignedBy` tells. */
export const claimsKey = (note: SignedNote, key: VerifierKey): boolean => ofKey(note, key).length > 0;

/**
 * Whether the key signed the note. Signatures of keys that nobody asked about mean nothing; one that claims
 * to be of this key and is not makes the whole note worthless.
 */
export function isSignedBy(note: SignedNote, key: VerifierKey, verify: VerifySignature): boolean {
  const ours = ofKey(note, key);
  const message = new TextEncoder().encode(note.text);
  return ours.length > 0 && ours.every(({ signature }) => verify(key.publicKey, message, signature));
}
