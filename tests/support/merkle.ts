import { hash } from 'node:crypto';
import { foldNodes, TreeEdge } from '../../src/lib/domain/audit/tree/edge';
import { leafOf, nodeOf, type Sha256 } from '../../src/lib/domain/audit/tree/hashing';
import type { TreeNode } from '../../src/lib/domain/audit/tree/parts';

export const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer');

/** Leaves of the entries `e0`, `e1` and so on. */
export const leavesOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => leafOf(sha256, new TextEncoder().encode(`e${i}`)));

/** The root straight from the definition (RFC 6962, 2.1), slow and plain. */
export function plainRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return sha256(new Uint8Array());
  if (leaves.length === 1) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeOf(sha256, plainRoot(leaves.slice(0, k)), plainRoot(leaves.slice(k)));
}

/** A proof over leaves that are all at hand. */
export const proofOver = (leaves: readonly Uint8Array[], parts: readonly TreeNode[][]): Uint8Array[] =>
  parts.map((nodes) => {
    const hashes = nodes.map(({ level, index }) =>
      plainRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)),
    );
    return foldNodes(sha256, hashes) ?? new Uint8Array();
  });

export function edgeOver(leaves: readonly Uint8Array[]): TreeEdge {
  const edge = new TreeEdge(sha256);
  for (const leaf of leaves) edge.append(leaf);
  return edge;
}
