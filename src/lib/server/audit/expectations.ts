import { toHex } from '../../domain/audit/bytes';
import type { AuditFault, Expectation } from '../../domain/audit/log-walk';
import { openCheckpoint } from '../../domain/audit/note/checkpoint';
import { claimsKey, parseNote } from '../../domain/audit/note/signed-note';
import type { VerifierKey } from '../../domain/audit/note/verifier-key';
import { readCheckpoints } from '../storage/audit-tree-store';
import type { Database } from '../storage/database';
import { MAIN_LOG } from './append';
import type { CheckpointFolder } from './checkpoint-folder';
import { verifySignature } from './hashing';
import type { SignedState } from './signed-state';

interface Witnesses {
  database: Database;
  key: VerifierKey;
  /** What the key remembers; `undefined` when nothing was signed. */
  remembered: SignedState | undefined;
  folders: readonly CheckpointFolder[];
}

export interface Expected {
  /** What the log must be, by size, the smallest first. */
  expectations: readonly Expectation[];
  /** Checkpoints that nobody with the key signed, and histories that exclude each other. */
  faults: readonly AuditFault[];
  /** Folders that could not be read, with the reason. */
  unreadable: readonly string[];
  /** Checkpoints of the database by another key, such as one before a restore: they prove nothing by this one. */
  byOtherKeys: number;
}

const PAGE = 1_000;

/**
 * Everything that says what the log must be: the checkpoints kept in folders and in the database, each with a
 * valid signature, and the key's own memory. Of equal claims one is left.
 */
export async function gatherExpectations(witnesses: Witnesses): Promise<Expected> {
  const { key, remembered } = witnesses;
  const faults: AuditFault[] = [];
  const unreadable: string[] = [];
  let byOtherKeys = 0;
  const bySize = new Map<number, Expectation>();
  const add = (claim: Expectation): void => {
    const known = bySize.get(claim.size);
    if (known === undefined) bySize.set(claim.size, claim);
    else if (toHex(known.root) !== toHex(claim.root))
      faults.push({
        kind: 'history',
        at: claim.size,
        text: `Two different histories were signed: ${known.source} and ${claim.source}.`,
      });
  };
  const judge = (note: string, size: number, source: string): void => {
    const found = openCheckpoint(note, key, verifySignature);
    if (found?.size === size) add({ size, root: found.root, source });
    else
      faults.push({
        kind: 'signature',
        at: size,
        text: `${capital(source)} is not signed by the log's key.`,
      });
  };
  if (remembered !== undefined) {
    const { edge, root } = remembered;
    add({ size: edge.size, root, source: `what the key remembers of ${edge.size} entries` });
  }
  for (const folder of witnesses.folders) {
    try {
      for (const file of await folder.list()) {
        judge(await folder.read(file), file.size, `the checkpoint of ${file.size} entries in ${folder.path}`);
      }
    } catch (error) {
      unreadable.push(`${folder.path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  for (let from = 0; ;) {
    const rows = await witnesses.database.read((tx) => readCheckpoints(tx, MAIN_LOG, from, PAGE));
    for (const { note, size } of rows) {
      const parsed = parseNote(note);
      if (parsed !== undefined && !claimsKey(parsed, key)) byOtherKeys += 1;
      else judge(note, size, `the checkpoint of ${size} entries in the database`);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) break;
    from = last.size + 1;
  }
  const expectations = [...bySize.values()].sort((a, b) => a.size - b.size);
  return { expectations, faults, unreadable, byOtherKeys };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
