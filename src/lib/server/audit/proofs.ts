import type { LogProof } from '../../domain/audit/note/log-proof';
import { provesInclusion } from '../../domain/audit/tree/verify';
import { DomainError } from '../../domain/errors';
import type { Database } from '../storage/database';
import { sha256 } from './hashing';
import { leafHash } from './leaf';
import type { Signed } from './signer';
import { TreeReader } from './tree-reader';

/**
 * The proof that an entry stands in the log that was signed. Verified before it is handed out: throws
 * `audit.not-signed` when no checkpoint covers it yet, `audit.not-provable` when what is stored does not lead
 * to the signed root.
 */
export async function proveEntry(
  database: Database,
  signed: Signed | undefined,
  { seq, body }: { seq: number; body: Uint8Array },
): Promise<LogProof> {
  if (signed === undefined || seq >= signed.size) throw new DomainError('audit.not-signed');
  const path = await provenPath(new TreeReader(database, signed.size), signed, { seq, body });
  return { index: seq, path, checkpoint: signed.note };
}

/** As `proveEntry`, for many entries of one checkpoint: the reader remembers what it has read. */
export async function provenPath(
  reader: TreeReader,
  { size, root }: Pick<Signed, 'size' | 'root'>,
  { seq, body }: { seq: number; body: Uint8Array },
): Promise<Uint8Array[]> {
  const path = await reader.inclusionPath(seq);
  const leaf = leafHash(body);
  if (!provesInclusion(sha256, { index: seq, size, leaf, path, root })) {
    throw new DomainError('audit.not-provable', `Entry ${seq} does not lead to what was signed.`);
  }
  return path;
}
