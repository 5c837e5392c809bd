import { fromBase64, toBase64 } from '../bytes';
import { HASH_BYTES } from '../tree/hashing';
import { isSignedBy, parseNote, type VerifySignature } from './signed-note';
import type { VerifierKey } from './verifier-key';

/** What a log was at a size: everything in it, in 32 bytes (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Which log; also the name of the key that signs. */
  origin: string;
  size: number;
  root: Uint8Array;
}

/** The text that is signed. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

/** Reads that text; lines after the third, which others may add, are let be. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', decimal = '', base64 = '', ...more] = text.split('\n');
  const size = Number(decimal);
  const root = fromBase64(base64);
  if (origin === '' || !/^(0|[1-9]\d*)$/.test(decimal) || !Number.isSafeInteger(size)) return undefined;
  if (root?.length !== HASH_BYTES || more.at(-1) !== '') return undefined;
  if (more.slice(0, -1).includes('')) return undefined;
  return { origin, size, root };
}

/** The checkpoint that a note holds, if this key signed it and it is about the key's own log. */
export function openCheckpoint(
  note: string,
  key: VerifierKey,
  verify: VerifySignature,
): Checkpoint | undefined {
  const parsed = parseNote(note);
  if (parsed === undefined || !isSignedBy(parsed, key, verify)) return undefined;
  const checkpoint = parseCheckpoint(parsed.text);
  return checkpoint?.origin === key.name ? checkpoint : undefined;
}
