import { emptyRoot, nodeOf, type Sha256 } from './hashing';

/** The right edge of a tree as it is kept between two runs. */
export interface EdgeState {
  size: number;
  /** Hashes of the perfect subtrees that the tree consists of, the largest and leftmost first. */
  nodes: readonly Uint8Array[];
}

export const EMPTY_EDGE: EdgeState = { size: 0, nodes: [] };

/** How many perfect subtrees a tree of that size consists of: one for each binary digit 1. */
export function nodesOfSize(size: number): number {
  let count = 0;
  // Not by bits: those of JavaScript end at 32.
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}

/**
 * A tree that grows at its right edge. All it remembers is one hash for each binary digit of its size, so
 * that appending and the root never touch old entries.
 */
export class TreeEdge {
  #size: number;
  readonly #nodes: Uint8Array[];

  /** @param grown hears of each perfect subtree of two leaves or more when it is whole: of 2^`level` leaves */
  constructor(
    private readonly sha256: Sha256,
    from: EdgeState = EMPTY_EDGE,
    private readonly grown?: (level: number, node: Uint8Array) => void,
  ) {
    if (from.nodes.length !== nodesOfSize(from.size)) throw new RangeError('This is no edge of that size.');
    this.#size = from.size;
    this.#nodes = [...from.nodes];
  }

  get size(): number {
    return this.#size;
  }

  state(): EdgeState {
    return { size: this.#size, nodes: [...this.#nodes] };
  }

  append(leaf: Uint8Array): void {
    let node = leaf;
    let level = 0;
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.#nodes.pop();
      if (left === undefined) throw new RangeError('This is no edge of that size.');
      node = nodeOf(this.sha256, left, node);
      level += 1;
      this.grown?.(level, node);
    }
    this.#nodes.push(node);
    this.#size += 1;
  }

  root(): Uint8Array {
    return foldNodes(this.sha256, this.#nodes) ?? emptyRoot(this.sha256);
  }
}

/** Root over neighbouring perfect subtrees, the largest first; `undefined` over none. */
export function foldNodes(sha256: Sha256, nodes: readonly Uint8Array[]): Uint8Array | undefined {
  return nodes.reduceRight<Uint8Array | undefined>(
    (right, left) => (right === undefined ? left : nodeOf(sha256, left, right)),
    undefined,
  );
}
