import { join } from 'node:path';
import { z } from 'zod';
import { toHex } from '../../domain/audit/bytes';
import { TreeEdge, type EdgeState } from '../../domain/audit/tree/edge';
import type { Instant } from '../../domain/time';
import { readIfPresent, replacePrivateFile } from '../storage/private-files';
import { bytesOf, edgeOf, edgeShape, edgeText, hashShape } from './edge-file';
import { sha256 } from './hashing';

/** The newest history that was ever signed, as it is kept beside the key and nowhere in the database. */
export interface SignedState {
  origin: string;
  /** The tree's right edge: it goes on from here without looking at old entries. */
  edge: EdgeState;
  root: Uint8Array;
  /** Leaf of the last entry of that history; `undefined` while it is empty. */
  lastLeaf: Uint8Array | undefined;
  at: Instant;
}

const STATE_FILE = 'audit-log-signed.json';

const stateFile = z.object({
  ...edgeShape,
  origin: z.string(),
  root: hashShape,
  lastLeaf: hashShape.nullable(),
  at: z.iso.datetime(),
});

/** Reads what was signed last; `undefined` when there is no record of it. Throws when the record makes no sense. */
export async function readSignedState(directory: string): Promise<SignedState | undefined> {
  const path = join(directory, STATE_FILE);
  const text = await readIfPresent(path);
  if (text === undefined) return undefined;
  try {
    const { origin, root, lastLeaf, at, ...rest } = stateFile.parse(JSON.parse(text));
    const edge = edgeOf(rest);
    if (toHex(new TreeEdge(sha256, edge).root()) !== root) throw new Error('root and edge differ');
    return {
      origin,
      edge,
      root: bytesOf(root),
      lastLeaf: lastLeaf === null ? undefined : bytesOf(lastLeaf),
      at: Date.parse(at),
    };
  } catch (cause) {
    throw new Error(`${path} is damaged; restore it from a backup`, { cause });
  }
}

/** Writes down what is about to be signed; it must be kept before the signature leaves the house. */
export async function saveSignedState(directory: string, state: SignedState): Promise<void> {
  const content = {
    origin: state.origin,
    ...edgeText(state.edge),
    root: toHex(state.root),
    lastLeaf: state.lastLeaf === undefined ? null : toHex(state.lastLeaf),
    at: new Date(state.at).toISOString(),
  } satisfies z.input<typeof stateFile>;
  await replacePrivateFile(join(directory, STATE_FILE), `${JSON.stringify(content, undefined, 2)}\n`);
}
