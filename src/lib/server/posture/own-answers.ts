import type { GatewayId } from '../../domain/ids';
import type { Drive, Gateway } from '../../domain/plant/model';
import type { EvidenceKey } from '../../domain/posture/evidence';
import type { Answer } from '../../domain/posture/facts';
import { HEARD } from '../../domain/posture/history/zone-history';
import { listed } from '../../domain/posture/reported/rule';
import { DAY_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../domain/time';
import type { GatewayHealth } from '../../protocol/down';
import type { AssetAnswer } from './answer-book';
import { driveAsset, gatewayAsset, platformAsset } from './asset-names';
import type { PlacedZone } from './placed-zones';
import { sayOfSelf, type SelfFacts } from './self-answers';
import { sayOfSettings } from './settings-answers';
import type { Answers } from './zone-facts';

/** What is known of a gateway's link. */
export type LinkFacts = (id: GatewayId) => Pick<GatewayHealth, 'link' | 'certificateNotAfter'> & {
  /** It may come back any moment, as this program has just started: nothing is said of its silence. */
  isAwaited?: boolean;
};

/** A log that arrives has a record as new as this. */
const NEW_LOG_MS = 5 * MINUTE_MS;

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
  known: Answers,
  now: Instant,
): AssetAnswer[] {
  const answers: AssetAnswer[] = [];
  const sayOf =
    (asset: string): Say =>
    (key, verdict, found) =>
      void answers.push({ asset, key, verdict, found, at: now });
  for (const { id } of gateways) {
    sayOfGateway(linkOf(id), sayOf(gatewayAsset(id)), now);
    sayOfLog(self?.newestLogs.get(id), sayOf(gatewayAsset(id)), now);
  }
  for (const drive of drives) sayOfDrive(drive, sayOf(driveAsset(drive.id)));
  const say = sayOf(platformAsset(zone.id));
  sayWhoIsHeard(gateways, linkOf, say);
  sayOfSettings(
    [...gateways.map(({ id }) => gatewayAsset(id)), ...drives.map(({ id }) => driveAsset(id))],
    known,
    say,
    now,
  );
  if (self !== undefined) sayOfSelf(self, say);
  return answers;
}

/** Gives an asset's answer to a question. */
export type Say = (key: EvidenceKey, verdict: Answer['verdict'], found: string) => void;

function sayOfDrive({ controlTimeout }: Drive, say: Say): void {
  if (controlTimeout === undefined || controlTimeout.action === 'other') return;
  const isApproved = APPROVABLE.has(controlTimeout.action);
  say(
    'drv.fieldbus.timeout',
    isApproved ? 'pass' : 'fail',
    `${controlTimeout.action} after ${controlTimeout.seconds} s`,
  );
}

function sayOfGateway(
  { link, certificateNotAfter, isAwaited }: ReturnType<LinkFacts>,
  say: Say,
  now: Instant,
): void {
  // Of itself this reaches no requirement: by it the past is told in which nobody heard the gateway.
  if (!isAwaited) say(HEARD, link === 'live' ? 'pass' : 'fail', link === 'live' ? 'heard' : 'silent');
  if (link === 'live') say('gw.mtls', 'pass', 'TLS with its own certificate, as our broker sees it');
  if (certificateNotAfter === null) return;
  // A certificate that has run out keeps its gateway away: that is found out here or nowhere.
  const days = Math.floor((certificateNotAfter - now) / DAY_MS);
  say('gw.cert', days >= 0 ? 'pass' : 'fail', days >= 0 ? `${days} days left` : `expired ${-days} days ago`);
}

/** A quiet log is none that has stopped: nothing is said of it, until what was heard last is too old to count. */
function sayOfLog(newestAt: Instant | undefined, say: Say, now: Instant): void {
  if (newestAt === undefined || now - newestAt > NEW_LOG_MS) return;
  say(
    'gw.log.forward',
    'pass',
    `newest record ${Math.max(0, Math.round((now - newestAt) / SECOND_MS))} s old`,
  );
}

function sayWhoIsHeard(gateways: readonly Gateway[], linkOf: LinkFacts, say: Say): void {
  if (gateways.length === 0 || gateways.some(({ id }) => linkOf(id).isAwaited)) return;
  const silent = gateways.filter(({ id }) => linkOf(id).link !== 'live').map(({ name }) => name);
  const isHeard = silent.length === 0;
  say(
    'plat.heartbeat',
    isHeard ? 'pass' : 'fail',
    isHeard ? `all ${gateways.length} gateways heard` : `silent: ${listed(silent, 'none')}`,
  );
}
