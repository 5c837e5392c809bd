/** A perfect subtree: 2^level leaves, beginning at leaf index * 2^level. */
export interface TreeNode {
  level: number;
  index: number;
}

/** Leaves from `start` up to and without `end`. */
interface Range {
  start: number;
  end: number;
}

/** Largest power of two smaller than n; n is at least 2. */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The perfect subtrees that a range of the tree consists of, the largest and leftmost first. */
export function nodesOf({ start, end }: Range): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let at = start; at < end;) {
    let level = 0;
    let size = 1;
    while (at % (size * 2) === 0 && at + size * 2 <= end) {
      size *= 2;
      level += 1;
    }
    nodes.push({ level, index: at / size });
    at += size;
  }
  return nodes;
}

/**
 * What the inclusion path of leaf `index` in a tree of `size` consists of, from the leaf upwards: each
 * element of the path is the root over these perfect subtrees (RFC 6962, 2.1.1).
 */
export function inclusionParts(index: number, size: number): TreeNode[][] {
  const parts: TreeNode[][] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      parts.push(nodesOf({ start: middle, end }));
      end = middle;
    } else {
      parts.push(nodesOf({ start, end: middle }));
      start = middle;
    }
  }
  return parts.reverse();
}

/**
 * What the proof consists of that a tree of `size` begins with the tree of `from` leaves (RFC 6962, 2.1.2),
 * as `inclusionParts`. Empty when `from` is 0 or `size`.
 */
export function consistencyParts(from: number, size: number): TreeNode[][] {
  if (from === 0 || from === size) return [];
  const parts: TreeNode[][] = [];
  let start = 0;
  let end = size;
  while (from !== end) {
    const middle = start + splitOf(end - start);
    if (from <= middle) {
      parts.push(nodesOf({ start: middle, end }));
      end = middle;
    } else {
      parts.push(nodesOf({ start, end: middle }));
      start = middle;
    }
  }
  // The verifier knows the old root, so the old tree itself is told only where it is a part of another.
  if (start > 0) parts.push(nodesOf({ start, end }));
  return parts.reverse();
}
