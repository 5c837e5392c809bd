import { openCheckpoint } from '../../domain/audit/note/checkpoint';
import type { VerifierKey } from '../../domain/audit/note/verifier-key';
import type { CheckpointFolder } from './checkpoint-folder';
import { verifySignature } from './hashing';
import type { Signed } from './signer';
import { SigningKey } from './signing-key';

interface Places {
  keysDirectory: string;
  folders: readonly CheckpointFolder[];
  origin: string;
}

/** The newest valid checkpoint that a folder holds, with its key; `undefined` before the first. For who does not sign. */
export async function newestSigned({
  keysDirectory,
  folders,
  origin,
}: Places): Promise<{ signed: Signed; key: VerifierKey } | undefined> {
  const key = await SigningKey.find(keysDirectory, origin);
  if (key === undefined) return undefined;
  for (const folder of folders) {
    for (const file of (await folder.list()).reverse()) {
      const note = await folder.read(file);
      const found = openCheckpoint(note, key.verifier, verifySignature);
      if (found !== undefined) return { signed: { ...found, note, at: file.at }, key: key.verifier };
    }
  }
  return undefined;
}
