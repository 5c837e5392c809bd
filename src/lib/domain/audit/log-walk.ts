import { sameBytes } from './bytes';
import { toldBy, type AuditColumns } from './entry';
import { TreeEdge, type EdgeState } from './tree/edge';
import { leafOf, type Sha256 } from './tree/hashing';

/**
 * `entry`: bytes and leaf hash do not belong together; `columns`: what is searched by is not what the bytes
 * say; `gap`: an entry is missing; `history`: what was signed is not what is stored; `shorter`: entries that
 * were signed are gone; `signature`: a checkpoint is not by the log's key; `number`: an entry claims another
 * place.
 */
export type AuditFaultKind = 'entry' | 'columns' | 'number' | 'gap' | 'history' | 'shorter' | 'signature';

export interface AuditFault {
  kind: AuditFaultKind;
  /** Number of the entry, or size of the checkpoint. */
  at: number;
  /** For a person: what was found and where. */
  text: string;
}

/** An entry as it is stored. */
export interface StoredEntry {
  seq: number;
  body: Uint8Array;
  leaf: Uint8Array;
  /** Left out where there are none, as in an export. */
  columns?: AuditColumns;
}

/** What the log must be at a size, and who says so. */
export interface Expectation {
  size: number;
  root: Uint8Array;
  /** In words, such as "the checkpoint of 1,204 entries in /srv/checkpoints". */
  source: string;
}

/**
 * Goes through a log from one end to the other: the bytes of each entry make its leaf, the leaves make the
 * root, and the root is what was signed at every size at which somebody signed. Goes on after a fault as far
 * as that makes sense, so that one altered entry does not hide another.
 */
export class LogWalk {
  readonly #edge: TreeEdge;
  /** Size at which the root was last found right. */
  #rightAt: number;
  #isRootLost = false;

  /** @param grown as of `TreeEdge` */
  constructor(
    private readonly sha256: Sha256,
    from: EdgeState,
    grown?: (level: number, node: Uint8Array) => void,
  ) {
    this.#edge = new TreeEdge(sha256, from, grown);
    this.#rightAt = from.size;
  }

  get size(): number {
    return this.#edge.size;
  }

  /** Whether anything can still be said about roots: after a gap or a wrong one, nothing can. */
  get isRootLost(): boolean {
    return this.#isRootLost;
  }

  state(): EdgeState {
    return this.#edge.state();
  }

  /** Takes the next entry; tells what is wrong with it. */
  take(entry: StoredEntry): AuditFault[] {
    if (entry.seq !== this.size) {
      this.#isRootLost = true;
      return [{ kind: 'gap', at: this.size, text: `Entry ${this.size} is missing: ${entry.seq} follows.` }];
    }
    const faults = faultsOf(this.sha256, entry);
    // The leaf as stored: when only the bytes were changed, the signed roots still fit, and say so.
    this.#edge.append(entry.leaf);
    return faults;
  }

  /** Compares the root with what was signed at this size. */
  compare({ size, root, source }: Expectation): AuditFault | undefined {
    if (this.#isRootLost || size !== this.size) return undefined;
    if (sameBytes(this.#edge.root(), root)) {
      this.#rightAt = size;
      return undefined;
    }
    this.#isRootLost = true;
    const where = this.#rightAt === size ? 'before it' : `from ${this.#rightAt} to ${size - 1}`;
    return {
      kind: 'history',
      at: size,
      text: `The stored entries are not those of ${source}: an entry ${where} was changed, added or removed.`,
    };
  }
}

/** What is wrong with one entry by itself. */
function faultsOf(sha256: Sha256, { seq, body, leaf, columns }: StoredEntry): AuditFault[] {
  const fault = (kind: AuditFaultKind, text: string): AuditFault => ({ kind, at: seq, text });
  if (!sameBytes(leafOf(sha256, body), leaf))
    return [
      fault('entry', `Entry ${seq} was changed after it was written: its bytes do not make its leaf hash.`),
    ];
  const told = toldBy(body);
  if (told === undefined) return [fault('entry', `Entry ${seq} is not in the form of an entry.`)];
  if (told.seq !== seq) return [fault('number', `Entry ${seq} says of itself that it is ${told.seq}.`)];
  if (columns === undefined) return [];
  return COLUMNS.filter((name) => told[name] !== columns[name]).map((name) =>
    fault('columns', `Entry ${seq} would be found by another ${name} than its bytes have.`),
  );
}

const COLUMNS = [
  'at',
  'actor',
  'action',
  'objectType',
  'objectId',
  'result',
  'zone',
  'site',
] as const satisfies readonly (keyof AuditColumns)[];
