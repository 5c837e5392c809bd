import { fromBase64, toBase64 } from '../bytes';
import { HASH_BYTES, type Sha256 } from '../tree/hashing';
import { provesInclusion } from '../tree/verify';
import { openCheckpoint, type Checkpoint } from './checkpoint';
import type { VerifySignature } from './signed-note';
import type { VerifierKey } from './verifier-key';

/** That one entry stands in the log, to be verified anywhere (C2SP tlog-proof). */
export interface LogProof {
  index: number;
  path: readonly Uint8Array[];
  /** The signed checkpoint that the path leads to. */
  checkpoint: string;
}

const HEAD = 'c2sp.org/tlog-proof@v1';

export const formatLogProof = ({ index, path, checkpoint }: LogProof): string =>
  [HEAD, `index ${index}`, ...path.map(toBase64), '', checkpoint].join('\n');

/** Reads a proof; `undefined` when it is none. Extra data that others may add is let be. */
export function parseLogProof(text: string): LogProof | undefined {
  const split = text.indexOf('\n\n');
  if (split < 0) return undefined;
  const [head, ...rest] = text.slice(0, split).split('\n');
  const [index = '', ...hashes] = rest[0]?.startsWith('extra ') === true ? rest.slice(1) : rest;
  const digits = /^index (0|[1-9]\d*)$/.exec(index)?.[1];
  const path = hashes.map(fromBase64);
  if (head !== HEAD || digits === undefined || !Number.isSafeInteger(Number(digits))) return undefined;
  if (!path.every((hash) => hash?.length === HASH_BYTES)) return undefined;
  return {
    index: Number(digits),
    path: path.filter((hash) => hash !== undefined),
    checkpoint: text.slice(split + 2),
  };
}

interface Judges {
  sha256: Sha256;
  verify: VerifySignature;
}

/** The checkpoint that the proof leads to, if it proves that the leaf stands in the key's log. */
export function checkLogProof(
  proof: LogProof,
  leaf: Uint8Array,
  key: VerifierKey,
  { sha256, verify }: Judges,
): Checkpoint | undefined {
  const checkpoint = openCheckpoint(proof.checkpoint, key, verify);
  if (checkpoint === undefined) return undefined;
  const { size, root } = checkpoint;
  const { index, path } = proof;
  return provesInclusion(sha256, { index, size, leaf, path, root }) ? checkpoint : undefined;
}
