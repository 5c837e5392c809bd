import { createHash } from 'node:crypto';
import { canonicalBytes } from '../../domain/audit/entry';

/** Hash of an entry's bytes as a leaf of the tree: SHA-256 over a zero byte and the bytes (RFC 6962, 2.1). */
export const leafHash = (body: Uint8Array): Buffer =>
  createHash('sha256').update(Buffer.of(0)).update(body).digest();

/** Hash of an object in its canonical form, as hexadecimal text; `undefined` for what does not exist. */
export const objectHash = (value: unknown): string | undefined =>
  value === undefined ? undefined : createHash('sha256').update(canonicalBytes(value)).digest('hex');
