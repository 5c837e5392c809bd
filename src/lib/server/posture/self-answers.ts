import { ACTIONS } from '../../domain/access/actions';
import type { GatewayId } from '../../domain/ids';
import { listed } from '../../domain/posture/reported/rule';
import type { Instant } from '../../domain/time';
import type { AccountFacts } from '../storage/account-facts';
import type { ProofsOfControls, RemoteRequests, RetiredGateways } from '../storage/own-proofs';
import type { Say } from './own-answers';

/** What this program knows of itself, without anybody telling it. */
export interface SelfFacts {
  /** Whether the audit log was verified without a finding; undefined while that is not known. */
  auditIntact: boolean | undefined;
  /** Accounts that can sign in, how many of them have no role, and which nobody uses. */
  accounts: AccountFacts;
  /** Messages that were held against their schema and refused, of the last day. */
  refusedMessages: number;
  /** Commands that left for gateways within 30 days. */
  remote: RemoteRequests;
  retired: RetiredGateways;
  /** Controls that were seen to work within 30 days. */
  proofs: ProofsOfControls & { alarmsArrive: boolean | undefined };
  /** When the newest record of each gateway's logs came. */
  newestLogs: ReadonlyMap<GatewayId, Instant>;
  /** How pages are served: by our own TLS, to this machine only, or by a proxy whose TLS is not ours. */
  web: 'tls' | 'loopback' | 'proxy';
}

/** What this program does and proves of itself; what it cannot know it does not say. */
export function sayOfSelf(facts: SelfFacts, say: Say): void {
  sayOfAccounts(facts.accounts, say);
  sayOfAudit(facts, say);
  sayOfSessions(facts, say);
  sayOfRemote(facts, say);
  const { refusedMessages, proofs } = facts;
  say(
    'plat.input',
    'pass',
    `every message is held against its schema; ${refusedMessages} of the last day in quarantine`,
  );
  const second = Object.values(ACTIONS).filter(({ notByRequester }) => notByRequester).length;
  say('plat.dual', second > 0 ? 'pass' : 'fail', `${second} actions are closed to whoever asked for them`);
  if (proofs.signInHeld && proofs.strangerRefused && proofs.alarmsArrive === true)
    say('plat.selftest', 'pass', 'a failed sign-in was slowed, a foreign certificate refused, alarms arrive');
}

function sayOfAccounts({ enabled, withoutRole, idle, inTwoPlaces }: AccountFacts, say: Say): void {
  const isClean = withoutRole === 0;
  say(
    'plat.rbac',
    isClean ? 'pass' : 'fail',
    isClean
      ? `${Object.keys(ACTIONS).length} actions in one table, ${enabled} accounts with roles`
      : `${withoutRole} of ${enabled} accounts have no role`,
  );
  say(
    'gw.accounts.idle',
    idle.length === 0 ? 'pass' : 'fail',
    idle.length === 0 ? 'no account unused for 30 days' : `unused: ${listed(idle, 'none')}`,
  );
  // Two places at once may be two people, or one with two screens: nothing is said then.
  if (inTwoPlaces === 0)
    say(
      'gw.accounts.named',
      'pass',
      `${enabled} accounts, each made for one person, none in two places at once`,
    );
  say('plat.mfa', 'fail', `none of ${enabled} accounts has a second factor: this program offers none`);
  say('plat.sso', 'fail', 'accounts are kept here and come from no central source');
}

function sayOfAudit({ auditIntact }: SelfFacts, say: Say): void {
  say('plat.audit.api', 'pass', 'read, verified and exported under /api/v1/audit');
  if (auditIntact === undefined) return;
  say(
    'plat.audit.chain',
    auditIntact ? 'pass' : 'fail',
    auditIntact ? 'verified, unbroken' : 'the verifier found a fault',
  );
  // Our own log is written with what it tells of, in one transaction: whole is as good as arrived.
  say(
    'gw.log.forward',
    auditIntact ? 'pass' : 'fail',
    auditIntact ? 'our own log is here, without a gap' : 'entries of our own log are missing or changed',
  );
}

function sayOfSessions({ web }: SelfFacts, say: Say): void {
  if (web === 'proxy') return;
  say(
    'plat.session',
    'pass',
    'closed to scripts and other sites, 256 bits of chance, ended by signing out, acting ends after 12 h',
  );
  say(
    'plat.tls',
    'pass',
    web === 'tls'
      ? 'pages and MQTT endpoint from TLS 1.2 on'
      : 'MQTT endpoint from TLS 1.2 on; pages for this machine only',
  );
}

function sayOfRemote({ remote, retired }: SelfFacts, say: Say): void {
  say(
    'gw.remote.request',
    remote.withoutEnd === 0 ? 'pass' : 'fail',
    remote.withoutEnd === 0
      ? `${remote.all} requests to gateways in 30 days, each a step of a run, with an end`
      : `${remote.withoutEnd} of ${remote.all} requests to gateways are past their end`,
  );
  const { all, stillTrusted } = retired;
  say(
    'plat.decom',
    stillTrusted.length === 0 ? 'pass' : 'fail',
    stillTrusted.length > 0
      ? `certificate still valid: ${listed(stillTrusted, '')}`
      : all === 0
        ? 'no gateway was retired'
        : `${all} gateways retired, no certificate of theirs is valid`,
  );
}
