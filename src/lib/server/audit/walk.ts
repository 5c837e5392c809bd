import type { AuditFault, Expectation } from '../../domain/audit/log-walk';
import { LogWalk } from '../../domain/audit/log-walk';
import { EMPTY_EDGE, type EdgeState } from '../../domain/audit/tree/edge';
import type { AuditRow } from '../storage/audit-store';
import { readAuditRows, readAuditSize, saveBlocks } from '../storage/audit-tree-store';
import type { Database } from '../storage/database';
import { MAIN_LOG } from './append';
import { sha256 } from './hashing';
import { BLOCK, BLOCK_LEVEL } from './tree-reader';

/** Entries of one step beside other work: a few milliseconds, so that nothing else waits for long. */
const SMALL_STEP = 512;
/** Entries of one step of who does nothing else. */
export const LARGE_STEP = 4_096;
/** Hashes of blocks that are written in one transaction. */
const BLOCKS_AT_ONCE = 64;
/** More faults than a person reads say nothing new. */
const MOST_FAULTS = 50;

/**
 * Verifies the stored log step by step against what it must be. Keeps the hashes of whole blocks on its way,
 * by which proofs are made.
 */
export class StoredLogWalk {
  readonly faults: AuditFault[] = [];
  readonly #walk: LogWalk;
  /** How many of the expectations have been met or missed. */
  #judged: number;
  /** Blocks that are not written yet. */
  #blocks = new Map<number, Uint8Array>();
  /** The entries of the next step, asked for while this one is worked upon. */
  #ahead: Promise<AuditRow[]> | undefined;

  /** @param from where an earlier walk ended; at the end of a block, so that blocks are whole */
  constructor(
    private readonly database: Database,
    private expectations: readonly Expectation[],
    from: EdgeState = EMPTY_EDGE,
    private readonly most = SMALL_STEP,
  ) {
    this.#walk = new LogWalk(sha256, from, (level, node) => {
      if (level === BLOCK_LEVEL) this.#blocks.set(Math.floor(this.size / BLOCK), node);
    });
    this.#judged = expectations.filter(({ size }) => size < from.size).length;
  }

  /** Entries gone through. */
  get size(): number {
    return this.#walk.size;
  }

  /** The tree so far. */
  state(): EdgeState {
    return this.#walk.state();
  }

  /** What was signed since: sizes beyond those known. */
  expect(later: Expectation): void {
    const last = this.expectations.at(-1);
    if (last === undefined || later.size > last.size) this.expectations = [...this.expectations, later];
  }

  /** Goes on by one step. True when the end was reached: nothing more is stored, or nothing can be said. */
  async step(): Promise<boolean> {
    if (this.#hasGap()) return true;
    this.#compare();
    const rows = await this.#read();
    for (const row of rows) {
      this.#note(...this.#walk.take({ ...row, columns: columnsOfRow(row) }));
      // What follows a gap has no place in the tree any more.
      if (this.#walk.size !== row.seq + 1) break;
      this.#compare();
    }
    const hasEnded = rows.length < this.most || this.#hasGap();
    if (hasEnded || this.#blocks.size >= BLOCKS_AT_ONCE) await this.#saveBlocks();
    return hasEnded;
  }

  async #read(): Promise<AuditRow[]> {
    const read = (from: number) => this.database.read((tx) => readAuditRows(tx, MAIN_LOG, from, this.most));
    const rows = await (this.#ahead ?? read(this.size));
    this.#ahead = rows.length < this.most ? undefined : read(this.size + rows.length);
    // Whoever takes it next hears of a failure; nobody may.
    this.#ahead?.catch(() => undefined);
    return rows;
  }

  async #saveBlocks(): Promise<void> {
    const blocks = this.#blocks;
    this.#blocks = new Map();
    // Of entries that are not those that were signed, no proof is made.
    if (blocks.size > 0 && !this.#walk.isRootLost)
      await this.database.transaction((tx) => saveBlocks(tx, MAIN_LOG, blocks));
  }

  /** At the end: whether what was signed or promised goes further than what is stored. */
  async close(): Promise<void> {
    const promised = await this.database.read((tx) => readAuditSize(tx, MAIN_LOG));
    const [next] = await this.database.read((tx) => readAuditRows(tx, MAIN_LOG, this.size, 1));
    // Written while we looked, or a gap that was told already.
    if (next !== undefined) return;
    const beyond = this.expectations.findLast(({ size }) => size > this.size);
    if (beyond !== undefined)
      this.#note({
        kind: 'shorter',
        at: beyond.size,
        text: `The log ends after ${this.size} entries; ${beyond.source} says that there were ${beyond.size}.`,
      });
    else if (promised > this.size)
      this.#note({ kind: 'gap', at: this.size, text: `Entry ${this.size} of ${promised} is missing.` });
  }

  #hasGap(): boolean {
    return this.faults.some(({ kind }) => kind === 'gap');
  }

  #compare(): void {
    for (;;) {
      const next = this.expectations[this.#judged];
      if (next === undefined || next.size > this.size) return;
      this.#judged += 1;
      const fault = this.#walk.compare(next);
      if (fault !== undefined) this.#note(fault);
    }
  }

  #note(...faults: AuditFault[]): void {
    this.faults.push(...faults.slice(0, Math.max(0, MOST_FAULTS - this.faults.length)));
  }
}

const columnsOfRow = ({ at, actor, action, objectType, objectId, result, zone, site }: AuditRow) => ({
  at,
  actor,
  action,
  objectType,
  objectId,
  result,
  zone,
  site,
});
