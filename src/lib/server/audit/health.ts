import { formatVerifierKey } from '../../domain/audit/note/verifier-key';
import type { Checkpoints, SigningState } from './checkpoints';
import { fingerprintOf } from './signing-key';
import type { VerificationState, Verifier } from './verifier';

/** How far the log can be believed now, as pages and API tell it. */
export interface AuditHealth {
  signing: SigningState;
  verification: VerificationState;
  key: { name: string; fingerprint: string; text: string } | undefined;
  /** Whether checkpoints also go to a second folder: without one, a restore of everything shows nowhere. */
  hasCopy: boolean;
}

export function auditHealth(
  checkpoints: Pick<Checkpoints, 'state' | 'verifier'>,
  verifier: Pick<Verifier, 'state'>,
  hasCopy: boolean,
): AuditHealth {
  const key = checkpoints.verifier;
  return {
    signing: checkpoints.state(),
    verification: verifier.state(),
    key: key && { name: key.name, fingerprint: fingerprintOf(key), text: formatVerifierKey(key) },
    hasCopy,
  };
}
