import type { Frame, RunFacts } from '../../domain/playbooks/engine/state';
import type { Tx } from '../storage/database';
import type { RunParts } from './parts';
import type { PlaybookVersion } from './version';

type Where = Pick<RunFacts, 'mode' | 'zone'>;
type Named = Pick<Frame, 'playbook' | 'version' | 'sha256'>;

/**
 * Why a version may not run where the run is; undefined when it may. In zones that make the plant's product only
 * versions run that a trusted signer has signed; what has no zone counts as production.
 */
export function unsignedHere(
  parts: Pick<RunParts, 'plant'>,
  { mode, zone: id }: Where,
  { signedBy, playbook }: Pick<PlaybookVersion, 'signedBy' | 'playbook'>,
): string | undefined {
  if (mode !== 'run') return undefined;
  const zone = parts.plant().zones.find((one) => one.id === id);
  if (zone !== undefined && !zone.production) return undefined;
  if (signedBy?.trusted === true) return undefined;
  return `Only versions that were approved and signed by a trusted signer run in a production zone, and this one of ${playbook.name} was not.`;
}

/** The same for each of those that a step is done for: its own playbook and those that called it, as the library has them now. */
export async function mayRunHere(
  tx: Tx,
  parts: Pick<RunParts, 'library' | 'plant'>,
  where: Where,
  versions: readonly Named[],
): Promise<string | undefined> {
  if (where.mode !== 'run') return undefined;
  for (const { playbook, version, sha256 } of versions) {
    const held = await parts.library.version(tx, playbook, version);
    if (held === undefined || held.sha256 !== sha256) {
      return 'The library does not hold this version any more.';
    }
    const why = unsignedHere(parts, where, held);
    if (why !== undefined) return why;
  }
  return undefined;
}
