import { foldNodes, TreeEdge } from '../../domain/audit/tree/edge';
import { nodeOf } from '../../domain/audit/tree/hashing';
import { consistencyParts, inclusionParts, type TreeNode } from '../../domain/audit/tree/parts';
import { readBlocks, readLeaves } from '../storage/audit-tree-store';
import type { Database } from '../storage/database';
import { MAIN_LOG } from './append';
import { sha256 } from './hashing';

/** Entries of a block, whose hash is kept (as tiles of C2SP tlog-tiles). */
export const BLOCK = 256;
export const BLOCK_LEVEL = 8;
/** Leaves of whole blocks that are read at a time where block hashes are missing. */
const BLOCKS_AT_ONCE = 64;
/** Blocks whose leaves are remembered: the one at hand and the last. */
const KEPT_BLOCKS = 4;

/**
 * The tree over the first `size` entries as proofs need it: reads the leaves of the block at hand, and of all
 * others one hash each. What it reads is only as good as the database: proofs are verified before they leave.
 */
export class TreeReader {
  #blocks: Promise<Uint8Array[]> | undefined;
  /** Nodes above whole blocks, by level and index. */
  readonly #nodes = new Map<string, Uint8Array>();
  readonly #leaves = new Map<number, Promise<Uint8Array[]>>();

  constructor(
    private readonly database: Database,
    readonly size: number,
  ) {}

  /** The inclusion path of entry `index` in the whole tree. */
  inclusionPath(index: number): Promise<Uint8Array[]> {
    return this.#path(inclusionParts(index, this.size));
  }

  /** The proof that the tree of `size` entries, at most the whole, begins with that of `from`. */
  consistencyProof(from: number, size: number): Promise<Uint8Array[]> {
    return this.#path(consistencyParts(from, size));
  }

  async #path(parts: readonly TreeNode[][]): Promise<Uint8Array[]> {
    const path: Uint8Array[] = [];
    for (const nodes of parts) path.push(foldNodes(sha256, await this.#all(nodes)) ?? new Uint8Array());
    return path;
  }

  async #all(nodes: readonly TreeNode[]): Promise<Uint8Array[]> {
    const hashes: Uint8Array[] = [];
    for (const node of nodes) hashes.push(await this.#node(node));
    return hashes;
  }

  async #node({ level, index }: TreeNode): Promise<Uint8Array> {
    if (level >= BLOCK_LEVEL) {
      const blocks = await (this.#blocks ??= this.#readBlocks());
      return this.#above(blocks, level, index);
    }
    const count = 2 ** level;
    const start = (index * count) % BLOCK;
    const leaves = await this.#leavesOf(Math.floor((index * count) / BLOCK));
    return rootOf(leaves.slice(start, start + count));
  }

  #above(blocks: readonly Uint8Array[], level: number, index: number): Uint8Array {
    if (level === BLOCK_LEVEL) return blocks[index] ?? new Uint8Array();
    const name = `${level}/${index}`;
    const known = this.#nodes.get(name);
    if (known !== undefined) return known;
    const below = level - 1;
    const node = nodeOf(
      sha256,
      this.#above(blocks, below, index * 2),
      this.#above(blocks, below, index * 2 + 1),
    );
    this.#nodes.set(name, node);
    return node;
  }

  #leavesOf(block: number): Promise<Uint8Array[]> {
    const known = this.#leaves.get(block);
    if (known !== undefined) return known;
    const end = Math.min((block + 1) * BLOCK, this.size);
    const read = this.database.read((tx) => readLeaves(tx, MAIN_LOG, block * BLOCK, end));
    const [oldest] = this.#leaves.keys();
    if (oldest !== undefined && this.#leaves.size >= KEPT_BLOCKS) this.#leaves.delete(oldest);
    this.#leaves.set(block, read);
    return read;
  }

  /** Hashes of all whole blocks; those that are not kept are computed from their leaves. */
  async #readBlocks(): Promise<Uint8Array[]> {
    const count = Math.floor(this.size / BLOCK);
    const kept = await this.database.read((tx) => readBlocks(tx, MAIN_LOG, count));
    const hashes: Uint8Array[] = [];
    while (hashes.length < count) {
      const from = hashes.length;
      const hash = kept.get(from);
      hashes.push(...(hash === undefined ? await this.#computeBlocks(from, count) : [hash]));
    }
    return hashes;
  }

  async #computeBlocks(from: number, count: number): Promise<Uint8Array[]> {
    const end = Math.min(from + BLOCKS_AT_ONCE, count);
    const leaves = await this.database.read((tx) => readLeaves(tx, MAIN_LOG, from * BLOCK, end * BLOCK));
    return Array.from({ length: end - from }, (_, i) => rootOf(leaves.slice(i * BLOCK, (i + 1) * BLOCK)));
  }
}

function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const edge = new TreeEdge(sha256);
  for (const leaf of leaves) edge.append(leaf);
  return edge.root();
}
