import { ACTIONS } from '../../domain/access/actions';
import type { Drive, Plant, Zone } from '../../domain/plant/model';
import type { EvidenceKey } from '../../domain/posture/evidence';
import type { Answer } from '../../domain/posture/facts';
import type { Instant } from '../../domain/time';
import type { GatewayHealth } from '../../protocol/down';
import { driveAsset, gatewayAsset, platformAsset } from './asset-names';

/** What this program sees itself, without anybody telling it. */
export interface OwnFacts {
  gateway(id: Plant['gateways'][number]['id']): Pick<GatewayHealth, 'link' | 'certificateNotAfter'>;
  /** Whether the audit log was verified without a finding; undefined while that is not known. */
  auditIntact(): boolean | undefined;
  /** Accounts that can sign in, and how many of them have no role. */
  accounts: { enabled: number; withoutRole: number; idle: readonly string[] } | undefined;
  /** Messages that were held against their schema and refused, of the last day. */
  refusedMessages: number | undefined;
}

/** One answer of an asset. */
export interface OwnAnswer extends Answer {
  asset: string;
  key: EvidenceKey;
}

/** Reactions to a lost control word that a plant may approve; `other` says too little to be one. */
const APPROVABLE = new Set(['freeze', 'stop', 'jog', 'stop-and-trip']);

/** Answers that need nobody's report: links, certificates, plant file, and what this program itself does. */
export function ownAnswers(plant: Plant, facts: OwnFacts, now: Instant): OwnAnswer[] {
  const answers: OwnAnswer[] = [];
  const say = (asset: string, key: EvidenceKey, verdict: Answer['verdict'], found: string): void =>
    void answers.push({ asset, key, verdict, found, at: now });

  for (const { id } of plant.gateways) {
    const { link, certificateNotAfter } = facts.gateway(id);
    if (link !== 'live') continue;
    const asset = gatewayAsset(id);
    say(asset, 'gw.mtls', 'pass', 'TLS with its own certificate, as our broker sees it');
    if (certificateNotAfter !== null) {
      const days = Math.floor((certificateNotAfter - now) / 86_400_000);
      say(
        asset,
        'gw.cert',
        days >= 0 ? 'pass' : 'fail',
        days >= 0 ? `${days} days left` : `expired ${-days} days ago`,
      );
    }
  }
  for (const drive of plant.drives)
    sayOfDrive(drive, (key, verdict, found) => say(driveAsset(drive.id), key, verdict, found));
  for (const zone of plant.zones)
    sayOfPlatform(zone, plant, facts, (key, verdict, found) =>
      say(platformAsset(zone.id), key, verdict, found),
    );
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

function sayOfPlatform(zone: Zone, plant: Plant, facts: OwnFacts, say: Say): void {
  const own = plant.gateways.filter((gateway) => gateway.zone === zone.id);
  const silent = own.filter(({ id }) => facts.gateway(id).link !== 'live').map(({ name }) => name);
  if (own.length > 0) {
    say(
      'plat.heartbeat',
      silent.length === 0 ? 'pass' : 'fail',
      silent.length === 0
        ? `${own.length} of ${own.length} gateways heard`
        : `silent: ${silent.slice(0, 8).join(', ')}`,
    );
  }
  const { accounts, refusedMessages } = facts;
  if (accounts !== undefined) {
    const isClean = accounts.withoutRole === 0;
    say(
      'plat.rbac',
      isClean ? 'pass' : 'fail',
      isClean
        ? `${Object.keys(ACTIONS).length} actions in one table, ${accounts.enabled} accounts with roles`
        : `${accounts.withoutRole} of ${accounts.enabled} accounts have no role`,
    );
    say(
      'gw.accounts.idle',
      accounts.idle.length === 0 ? 'pass' : 'fail',
      accounts.idle.length === 0
        ? 'no account unused for 30 days'
        : `unused: ${accounts.idle.slice(0, 8).join(', ')}`,
    );
    say(
      'plat.mfa',
      'fail',
      `none of ${accounts.enabled} accounts has a second factor: this program offers none`,
    );
    say('plat.sso', 'fail', 'accounts are kept here and come from no central source');
  }
  const intact = facts.auditIntact();
  if (intact !== undefined)
    say(
      'plat.audit.chain',
      intact ? 'pass' : 'fail',
      intact ? 'verified, unbroken' : 'the verifier found a fault',
    );
  if (refusedMessages !== undefined)
    say(
      'plat.input',
      'pass',
      `every message is held against its schema; ${refusedMessages} of the last day in quarantine`,
    );
  const second = Object.values(ACTIONS).filter(({ notByRequester }) => notByRequester).length;
  say('plat.dual', second > 0 ? 'pass' : 'fail', `${second} actions are closed to whoever asked for them`);
}
