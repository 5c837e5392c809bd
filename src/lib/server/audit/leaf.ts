import { canonicalBytes } from '../../domain/audit/entry';
import { toHex } from '../../domain/audit/bytes';
import { leafOf } from '../../domain/audit/tree/hashing';
import { sha256 } from './hashing';

/** Hash of an entry's bytes as a leaf of the tree (RFC 6962, 2.1). */
export const leafHash = (body: Uint8Array): Buffer => Buffer.from(leafOf(sha256, body));

/** Hash of an object in its canonical form, as hexadecimal text; `undefined` for what does not exist. */
export const objectHash = (value: unknown): string | undefined =>
  value === undefined ? undefined : toHex(sha256(canonicalBytes(value)));
