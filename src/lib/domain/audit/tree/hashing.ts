/**
 * How the tree hashes (RFC 6962, section 2.1). SHA-256 is handed in, because the rules know no library: the
 * server has its own, a browser another. It must not keep the bytes it is given: the next hash reuses them.
 */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** Length of every hash in bytes. */
export const HASH_BYTES = 32;

const LEAF = 0x00;
const NODE = 0x01;
/** Where what is hashed is put together; made once, because a verification hashes millions. */
const node = new Uint8Array(1 + 2 * HASH_BYTES);
let leaf = new Uint8Array(4_096);

/** Hash of an entry's bytes as a leaf. The first byte keeps a leaf from passing for a node. */
export function leafOf(sha256: Sha256, body: Uint8Array): Uint8Array {
  if (leaf.length <= body.length) leaf = new Uint8Array(2 * body.length + 1);
  leaf[0] = LEAF;
  leaf.set(body, 1);
  return sha256(leaf.subarray(0, 1 + body.length));
}

/** Hash of the node above two others. */
export function nodeOf(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  node[0] = NODE;
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return sha256(node);
}

/** Root of a tree with nothing in it. */
export const emptyRoot = (sha256: Sha256): Uint8Array => sha256(new Uint8Array());
