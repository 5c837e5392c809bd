import type { RunFacts } from '../../domain/playbooks/engine/state';
import type { Tx } from '../storage/database';
import type { RunParts } from './parts';

/**
 * Why a version may not run where the run is; undefined when it may. In zones that make the plant's product only
 * versions run that a trusted signer has signed; what has no zone counts as production. Asked again before every
 * step, because trust can be withdrawn.
 */
export async function mayRunHere(
  tx: Tx,
  parts: Pick<RunParts, 'library' | 'plant'>,
  facts: Pick<RunFacts, 'mode' | 'zone' | 'playbook' | 'version' | 'sha256'>,
): Promise<string | undefined> {
  if (facts.mode !== 'run') return undefined;
  const zone = parts.plant().zones.find(({ id }) => id === facts.zone);
  if (zone !== undefined && !zone.production) return undefined;
  const version = await parts.library.version(tx, facts.playbook, facts.version);
  if (version === undefined || version.sha256 !== facts.sha256) {
    return 'The library does not hold this version any more.';
  }
  if (version.signedBy?.trusted === true) return undefined;
  return 'Only versions that were approved and signed by a trusted signer run in a production zone.';
}
