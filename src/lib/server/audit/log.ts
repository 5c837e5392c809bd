import type { ExportLine } from '../../domain/audit/export-format';
import { formatLogProof } from '../../domain/audit/note/log-proof';
import { DomainError } from '../../domain/errors';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';
import type { Service } from '../service';
import type { Database } from '../storage/database';
import type { AuditAlarms } from './alarms';
import { CheckpointFolder } from './checkpoint-folder';
import { Checkpoints } from './checkpoints';
import { exportAudit, type ExportRequest } from './export';
import { auditHealth, type AuditHealth } from './health';
import { proveEntry } from './proofs';
import type { Signed } from './signer';
import { originOf } from './signing-key';
import { Verifier } from './verifier';
import { AuditWatch } from './watch';

interface AuditLogOptions {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Logger;
  metrics: Pick<Metrics, 'auditSigned' | 'auditVerified' | 'auditVerifierAge' | 'auditFaults'>;
  alarms: AuditAlarms;
  /** The installation's own id: the log is named after it. */
  installation: string;
  keysDirectory: string;
  checkpoints: { folder: string; copy: string | undefined };
}

/** What pages and API ask of the audit log beyond its entries. */
export interface AuditLog {
  health(): AuditHealth;
  /** The newest signed checkpoint; `undefined` before the first, and while nothing may be signed. */
  checkpoint(): Signed | undefined;
  /** Signs what there is now, and tells the newest checkpoint. */
  sign(): Promise<Signed | undefined>;
  /** Proof of an entry as text (C2SP tlog-proof). Throws `audit.not-signed`, `audit.not-provable`. */
  proof(entry: { seq: number; body: Uint8Array }): Promise<string>;
  /** Signs what there is, then exports. Throws `audit.not-provable` when nothing may be signed. */
  export(request: ExportRequest): Promise<AsyncGenerator<ExportLine>>;
}

/** Builds signing and verifying of the audit log; nothing runs before its services do. */
export function createAuditLog(options: AuditLogOptions): { log: AuditLog; services: readonly Service[] } {
  const { database, clock, alarms, metrics, installation } = options;
  const folder = new CheckpointFolder(options.checkpoints.folder);
  const copy =
    options.checkpoints.copy === undefined ? undefined : new CheckpointFolder(options.checkpoints.copy);
  const origin = originOf(installation);
  const checkpoints = new Checkpoints({ ...options, folder, copy, origin });
  const folders = copy === undefined ? [folder] : [folder, copy];
  const verifier = new Verifier({ ...options, folders, origin, checkpoints });
  const log: AuditLog = {
    health: () => auditHealth(checkpoints, verifier, copy !== undefined),
    checkpoint: () => checkpoints.latest,
    sign: () => checkpoints.signNow(),
    async proof(entry) {
      return formatLogProof(await proveEntry(database, checkpoints.latest, entry));
    },
    async export(request) {
      const signed = await checkpoints.signNow();
      const key = checkpoints.verifier;
      if (signed === undefined || key === undefined)
        throw new DomainError('audit.not-provable', checkpoints.state().refused);
      return exportAudit({ database, key, signed, now: clock.now() }, request);
    },
  };
  return {
    log,
    services: [checkpoints, verifier, new AuditWatch({ verifier, database, alarms, clock, metrics })],
  };
}
