import type { PlaybookId } from '../../domain/ids';
import type { Executability } from '../../domain/playbooks/cacao/executability';
import type { Playbook } from '../../domain/playbooks/cacao/model';
import type { SignedBy } from '../../protocol/playbooks';
import type { Tx } from '../storage/database';

/** A version of a playbook as runs need it. */
export interface PlaybookVersion {
  id: PlaybookId;
  /** The playbook's `modified`. */
  version: string;
  playbook: Playbook;
  /** Over the canonical JSON without signatures, in hex: what approvals and runs bind to. */
  sha256: string;
  /** The newest signature that verifies; `null` when there is none. Only a trusted one counts as signed. */
  signedBy: SignedBy | null;
  executability: Executability;
  /** Marked for operators to start. */
  forOperators: boolean;
}

/** The library as runs know it. */
export interface Library {
  /** A version as the transaction sees it, the newest one without `modified`; `undefined` when there is none. */
  version(tx: Tx, id: PlaybookId, modified?: string): Promise<PlaybookVersion | undefined>;
}
