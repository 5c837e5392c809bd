import { DAY_MS } from '../domain/time';
import type { AuditLog } from './audit/log';
import type { VerificationState } from './audit/verifier';
import type { Clock } from './clock';
import type { SelfFacts } from './posture/own-answers';
import { countQuarantined, readAccountFacts } from './storage/account-facts';
import type { Database } from './storage/database';

/** An account that nobody used for so long is a finding (reference: posture, 3.3). */
const UNUSED_AFTER_MS = 30 * DAY_MS;

/** Asks the parts of this program what they know for its own posture. */
export const askSelfFacts =
  (parts: { database: Database; audit: AuditLog; clock: Clock }) => async (): Promise<SelfFacts> => {
    const { database, audit, clock } = parts;
    const now = clock.now();
    return database.read(async (tx) => ({
      auditIntact: isVerified(audit.health().verification),
      accounts: await readAccountFacts(tx, now - UNUSED_AFTER_MS),
      refusedMessages: await countQuarantined(tx, now - DAY_MS),
    }));
  };

/** What the verifier can say of the audit log; nothing before its first step. */
export const isVerified = ({ verified, faults }: VerificationState): boolean | undefined =>
  verified === undefined && faults.length === 0 ? undefined : faults.length === 0;
