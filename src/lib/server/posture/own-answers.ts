import { ACTIONS } from '../../domain/access/actions';
import type { GatewayId } from '../../domain/ids';
import type { Drive, Gateway } from '../../domain/plant/model';
import type { EvidenceKey } from '../../domain/posture/evidence';
import type { Answer } from '../../domain/posture/facts';
import { listed } from '../../domain/posture/reported/rule';
import { DAY_MS, type Instant } from '../../domain/time';
import type { GatewayHealth } from '../../protocol/down';
import type { AccountFacts } from '../storage/account-facts';
import type { AssetAnswer } from './answer-book';
import { driveAsset, gatewayAsset, platformAsset } from './asset-names';
import type { PlacedZone } from './placed-zones';

/** What is known of a gateway's link. */
export type LinkFacts = (id: GatewayId) => Pick<GatewayHealth, 'link' | 'certificateNotAfter'>;

/** What this program knows of itself, without anybody telling it. */
export interface SelfFacts {
  /** Whether the audit log was verified without a finding; undefined while that is not known. */
  auditIntact: boolean | undefined;
  /** Accounts that can sign in, how many of them have no role, and which nobody uses. */
  accounts: AccountFacts;
  /** Messages that were held against their schema and refused, of the last day. */
  refusedMessages: number;
}

/** Reactions to a lost control word that a plant may approve; `other` says too little to be one. */
const APPROVABLE = new Set(['freeze', 'stop', 'jog', 'stop-and-trip']);

/**
 * Answers about a zone that need nobody's report: links, certificates, plant file, and, where it was asked, this
 * program itself.
 */
export function ownAnswers(
  { zone, gateways, drives }: PlacedZone,
  linkOf: LinkFacts,
  self: SelfFacts | undefined,
  now: Instant,
): AssetAnswer[] {
  const answers: AssetAnswer[] = [];
  const sayOf =
    (asset: string): Say =>
    (key, verdict, found) =>
      void answers.push({ asset, key, verdict, found, at: now });
  for (const { id } of gateways) sayOfGateway(linkOf(id), sayOf(gatewayAsset(id)), now);
  for (const drive of drives) sayOfDrive(drive, sayOf(driveAsset(drive.id)));
  const say = sayOf(platformAsset(zone.id));
  sayWhoIsHeard(gateways, linkOf, say);
  if (self !== undefined) sayOfPlatform(self, say);
  return answers;
}

type Say = (key: EvidenceKey, verdict: Answer['verdict'], found: string) => void;

function sayOfDrive({ controlTimeout }: Drive, say: Say): void {
  if (controlTimeout === undefined || controlTimeout.action === 'other') return;
  const isApproved = APPROVABLE.has(controlTimeout.action);
  say(
    'drv.fieldbus.timeout',
    isApproved ? 'pass' : 'fail',
    `${controlTimeout.action} after ${controlTimeout.seconds} s`,
  );
}

function sayOfGateway({ link, certificateNotAfter }: ReturnType<LinkFacts>, say: Say, now: Instant): void {
  if (link === 'live') say('gw.mtls', 'pass', 'TLS with its own certificate, as our broker sees it');
  if (certificateNotAfter === null) return;
  // A certificate that has run out keeps its gateway away: that is found out here or nowhere.
  const days = Math.floor((certificateNotAfter - now) / DAY_MS);
  say('gw.cert', days >= 0 ? 'pass' : 'fail', days >= 0 ? `${days} days left` : `expired ${-days} days ago`);
}

function sayWhoIsHeard(gateways: readonly Gateway[], linkOf: LinkFacts, say: Say): void {
  if (gateways.length === 0) return;
  const silent = gateways.filter(({ id }) => linkOf(id).link !== 'live').map(({ name }) => name);
  const isHeard = silent.length === 0;
  say(
    'plat.heartbeat',
    isHeard ? 'pass' : 'fail',
    isHeard ? `all ${gateways.length} gateways heard` : `silent: ${listed(silent, 'none')}`,
  );
}

function sayOfPlatform({ accounts, refusedMessages, auditIntact }: SelfFacts, say: Say): void {
  const { enabled, withoutRole, idle } = accounts;
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
  say('plat.mfa', 'fail', `none of ${enabled} accounts has a second factor: this program offers none`);
  say('plat.sso', 'fail', 'accounts are kept here and come from no central source');
  if (auditIntact !== undefined)
    say(
      'plat.audit.chain',
      auditIntact ? 'pass' : 'fail',
      auditIntact ? 'verified, unbroken' : 'the verifier found a fault',
    );
  say(
    'plat.input',
    'pass',
    `every message is held against its schema; ${refusedMessages} of the last day in quarantine`,
  );
  const second = Object.values(ACTIONS).filter(({ notByRequester }) => notByRequester).length;
  say('plat.dual', second > 0 ? 'pass' : 'fail', `${second} actions are closed to whoever asked for them`);
}
