import type { AuditFault } from '../../domain/audit/log-walk';
import type { VerifierKey } from '../../domain/audit/note/verifier-key';
import { EMPTY_EDGE } from '../../domain/audit/tree/edge';
import type { Database } from '../storage/database';
import type { CheckpointFolder } from './checkpoint-folder';
import { gatherExpectations } from './expectations';
import { SigningKey } from './signing-key';
import { readSignedState } from './signed-state';
import { LARGE_STEP, StoredLogWalk } from './walk';

interface Verified {
  /** Entries gone through. */
  size: number;
  /** Entries under the largest checkpoint that was found right. */
  signedSize: number;
  checkpoints: number;
  faults: readonly AuditFault[];
  unreadable: readonly string[];
  /** Checkpoints of the database that another key signed. */
  byOtherKeys: number;
  key: VerifierKey | undefined;
}

interface VerifyOptions {
  database: Database;
  keysDirectory: string;
  folders: readonly CheckpointFolder[];
  origin: string;
  /** Hears how far it has come. */
  progress?: (size: number) => void;
}

/** Verifies the whole stored log once, from the first entry to the last, against everything that was signed. */
export async function verifyInstallation(options: VerifyOptions): Promise<Verified> {
  const { database, keysDirectory, folders, origin, progress } = options;
  const key = await SigningKey.find(keysDirectory, origin);
  const remembered = key === undefined ? undefined : await readSignedState(keysDirectory);
  const isOther = remembered !== undefined && remembered.origin !== origin;
  const { expectations, faults, unreadable, byOtherKeys } =
    key === undefined
      ? { expectations: [], faults: [], unreadable: [], byOtherKeys: 0 }
      : await gatherExpectations({
          database,
          key: key.verifier,
          remembered: isOther || remembered?.edge.size === 0 ? undefined : remembered,
          folders,
        });
  const walk = new StoredLogWalk(database, expectations, EMPTY_EDGE, LARGE_STEP);
  while (!(await walk.step())) progress?.(walk.size);
  await walk.close();
  const found: AuditFault[] = [...faults, ...walk.faults];
  if (isOther)
    found.unshift({
      kind: 'history',
      at: 0,
      text: `The key belongs to the log ${remembered.origin}, and the database holds ${origin}.`,
    });
  const hasFault = found.some(({ kind }) => kind === 'history' || kind === 'shorter' || kind === 'gap');
  return {
    size: walk.size,
    signedSize: hasFault ? 0 : (expectations.at(-1)?.size ?? 0),
    checkpoints: expectations.length,
    faults: found,
    unreadable,
    byOtherKeys,
    key: key?.verifier,
  };
}
