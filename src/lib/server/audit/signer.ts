import { sameBytes } from '../../domain/audit/bytes';
import { openCheckpoint } from '../../domain/audit/note/checkpoint';
import { EMPTY_EDGE, TreeEdge } from '../../domain/audit/tree/edge';
import type { Instant } from '../../domain/time';
import { ensurePrivateDirectory } from '../storage/private-files';
import type { CheckpointFolder } from './checkpoint-folder';
import { sha256, verifySignature } from './hashing';
import { hasSigningKey, SigningKey } from './signing-key';
import { readSignedState, saveSignedState, type SignedState } from './signed-state';

/** The key will not sign: what it would sign is not what it signed before. The message says what was found. */
export class RollbackError extends Error {
  override readonly name = 'RollbackError';
}

/** What was signed: a size, its root, and the note that says so. */
export interface Signed {
  size: number;
  root: Uint8Array;
  note: string;
  at: Instant;
}

interface SignerFolders {
  keys: string;
  /** Every folder that may hold checkpoints of this log. */
  checkpoints: readonly CheckpointFolder[];
}

/**
 * The key and its memory. It signs a history only when that goes on from the one it signed last: what it
 * remembers lies beside the key, so that whoever has the database alone cannot make it forget.
 */
export class Signer {
  readonly edge: TreeEdge;
  #last: SignedState | undefined;

  private constructor(
    readonly key: SigningKey,
    private readonly directory: string,
    last: SignedState | undefined,
  ) {
    this.#last = last;
    this.edge = new TreeEdge(sha256, last?.edge ?? EMPTY_EDGE);
  }

  /**
   * Opens key and memory, or makes them when this log never had any. Throws `RollbackError` when the memory
   * is gone, belongs to another log, or is older than a checkpoint that lies in one of the folders.
   */
  static async open({ keys, checkpoints }: SignerFolders, origin: string): Promise<Signer> {
    await ensurePrivateDirectory(keys);
    const hadKey = await hasSigningKey(keys);
    const last = await readSignedState(keys);
    if (hadKey && last === undefined)
      throw new RollbackError('The key is here, but the record of what it signed last is gone.');
    if (last !== undefined && last.origin !== origin)
      throw new RollbackError(
        `The key belongs to the log ${last.origin}, and the database holds ${origin}: this is another database.`,
      );
    if (!hadKey) {
      // The memory first: a key without it is a key that was made to forget.
      const at = 0;
      const empty = { origin, edge: EMPTY_EDGE, root: sha256(new Uint8Array()), lastLeaf: undefined, at };
      if (last === undefined) await saveSignedState(keys, empty);
      else if (last.edge.size > 0) throw new RollbackError('The key is gone that signed the log until now.');
    }
    const key = await SigningKey.open(keys, origin);
    const signer = new Signer(key, keys, last?.edge.size === 0 ? undefined : last);
    for (const folder of checkpoints) await signer.#assertNewest(folder);
    return signer;
  }

  /** Size, root and time of what was signed last; `undefined` when nothing ever was. */
  get last(): SignedState | undefined {
    return this.#last;
  }

  /** Signs what the edge has come to, and remembers it before anybody sees the signature. */
  async sign(lastLeaf: Uint8Array | undefined, at: Instant): Promise<Signed> {
    const { size } = this.edge;
    const root = this.edge.root();
    const before = this.#last;
    if (before !== undefined && size < before.edge.size)
      throw new RollbackError(`${before.edge.size} entries were signed, and now there are ${size}.`);
    if (before?.edge.size !== size) {
      const state = { origin: this.key.origin, edge: this.edge.state(), root, lastLeaf, at };
      await saveSignedState(this.directory, state);
      this.#last = state;
    } else if (!sameBytes(before.root, root)) {
      throw new RollbackError(`${size} entries were signed, and now they are others.`);
    }
    return { size, root, note: this.key.sign({ size, root }), at: this.#last?.at ?? at };
  }

  /** A checkpoint that the memory does not know was signed after it: the keys directory is an old copy. */
  async #assertNewest(folder: CheckpointFolder): Promise<void> {
    const files = await folder.list().catch(() => []);
    const size = this.#last?.edge.size ?? 0;
    for (const file of files.filter((one) => one.size >= size).reverse()) {
      const found = openCheckpoint(await folder.read(file), this.key.verifier, verifySignature);
      if (found === undefined) continue;
      if (found.size > size)
        throw new RollbackError(
          `${folder.path} holds a checkpoint of ${found.size} entries, and the key remembers ${size}: ` +
            'the keys directory was put back to an older state.',
        );
      const isSame = this.#last === undefined || sameBytes(found.root, this.#last.root);
      if (!isSame) throw new RollbackError(`Two different histories of ${size} entries were signed.`);
    }
  }
}
