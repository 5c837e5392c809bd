import { DAY_MS, HOUR_MS } from '../domain/time';
import type { AuditLog } from './audit/log';
import type { VerificationState } from './audit/verifier';
import type { Clock } from './clock';
import type { SelfFacts } from './posture/self-answers';
import type { Settings } from './settings';
import { countQuarantined, readAccountFacts } from './storage/account-facts';
import type { Database } from './storage/database';
import { readNewestLogs, readProofsOfControls, readRemoteRequests, readRetired } from './storage/own-proofs';

/** An account that nobody used for so long is a finding (reference: posture, 3.3). */
const MONTH_MS = 30 * DAY_MS;
const UNUSED_AFTER_MS = MONTH_MS;

/** Asks the parts of this program what they know for its own posture. */
export const askSelfFacts =
  (parts: {
    database: Database;
    audit: AuditLog;
    clock: Clock;
    settings: Pick<Settings, 'tls' | 'trustedProxies'>;
    /** Whether messages of our own get through to screens as alarms do; undefined while that is not known. */
    alarmsArrive(): boolean | undefined;
  }) =>
  async (): Promise<SelfFacts> => {
    const { database, audit, clock, settings, alarmsArrive } = parts;
    const now = clock.now();
    return database.read(async (tx) => ({
      auditIntact: isVerified(audit.health().verification),
      accounts: await readAccountFacts(tx, now - UNUSED_AFTER_MS),
      refusedMessages: await countQuarantined(tx, now - DAY_MS),
      remote: await readRemoteRequests(tx, { since: now - MONTH_MS, overdueSince: now - HOUR_MS }),
      retired: await readRetired(tx, now),
      proofs: { ...(await readProofsOfControls(tx, now - MONTH_MS)), alarmsArrive: alarmsArrive() },
      newestLogs: await readNewestLogs(tx, now - HOUR_MS),
      web: settings.tls !== undefined ? 'tls' : settings.trustedProxies.length > 0 ? 'proxy' : 'loopback',
    }));
  };

/** What the verifier can say of the audit log; nothing before its first step. */
export const isVerified = ({ verified, faults }: VerificationState): boolean | undefined =>
  verified === undefined && faults.length === 0 ? undefined : faults.length === 0;
