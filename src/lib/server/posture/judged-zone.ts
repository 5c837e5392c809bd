import type { Zone } from '../../domain/plant/model';
import { EVIDENCE } from '../../domain/posture/evidence';
import { blockersOf, ceilingOf } from '../../domain/posture/explain';
import type { ZoneFacts } from '../../domain/posture/facts';
import { FR_NAMES, FRS, type Fr, type Level } from '../../domain/posture/fr';
import { judgeZone, standingsOf, type Reason, type ZoneJudgement } from '../../domain/posture/judge-zone';
import { isFulfilled, levelOf, progressOf } from '../../domain/posture/level';
import { requirementsUpTo } from '../../domain/posture/requirements';
import { relevantTo } from '../../domain/posture/scope';
import { summaryOf, targetOf } from '../../domain/posture/summary';
import { assetsOf, wordsOf } from '../../domain/posture/words';
import type { Instant } from '../../domain/time';
import type { FrPosture, PostureReason, ZoneLevels, ZonePosture } from '../../protocol/posture';
import { driveAsset, gatewayAsset, networkAsset, platformAsset } from './asset-names';
import type { PlacedZone } from './placed-zones';

/** A zone as it was judged, kept until something changes. */
export interface JudgedZone {
  zone: Zone;
  at: Instant;
  facts: ZoneFacts;
  judged: ZoneJudgement;
  levels: ZoneLevels;
}

const MOST_ASSETS = 100;

/** Judges a zone, and says its levels. */
export function judge(zone: Zone, facts: ZoneFacts, now: Instant): JudgedZone {
  const judged = judgeZone(facts, now);
  const { levels, refuted, unknown } = summaryOf(standingsOf(judged), zone.targetLevels);
  return {
    zone,
    at: now,
    facts,
    judged,
    levels: {
      zone: zone.id,
      site: zone.site,
      name: zone.name,
      at: now,
      levels: levels.map((level) => ({ ...level, ceiling: ceilingOf(level.fr, judged, facts).level })),
      refuted,
      unknown,
    },
  };
}

/** A judged zone with every fact behind its figures; assets by the names that the plant gives them. */
export function present({ zone, at, facts, judged, levels }: JudgedZone, placed: PlacedZone): ZonePosture {
  const names = namesOf(placed);
  const standings = standingsOf(judged);
  const frs = FRS.map((fr): FrPosture => {
    const target = targetOf(zone.targetLevels, fr);
    const ceiling = ceilingOf(fr, judged, facts);
    return {
      fr,
      ...FR_NAMES[fr],
      target,
      ceiling: ceiling.level,
      ceilingBecause: [
        ...new Set(ceiling.because.map(({ requirement, found }) => `${requirement}: ${found}`)),
      ],
      ...levelOf(fr, standings),
      capability: null,
      ...progressOf(fr, target, standings),
      oldestEvidenceAt: oldestOf(fr, target, judged, facts),
      requirements: requirementsUpTo(fr, 4).map(({ id, title, gate }) => ({
        id,
        title,
        gate,
        standing: judged.get(id)?.standing ?? 'unknown',
      })),
      blockers: blockersOf(fr, target, judged).map(({ requirement, standing, because }) => ({
        requirement: requirement.id,
        title: requirement.title,
        gate: requirement.gate,
        standing,
        because: because.map((reason) => presentReason(reason, names)),
      })),
    };
  });
  const count = (of: string) => facts.assets.filter((asset) => asset.class === of).length;
  return {
    zone: zone.id,
    site: zone.site,
    name: levels.name,
    at,
    assets: { gateways: count('gateway'), drives: count('drive') },
    frs,
  };
}

/** A fact as it is shown. */
export function presentReason(reason: Reason, names: ReadonlyMap<string, string>): PostureReason {
  const { text, raisedBy } = wordsOf(reason);
  return {
    kind: reason.kind,
    text,
    assets: assetsOf(reason)
      .slice(0, MOST_ASSETS)
      .map((asset) => names.get(asset) ?? asset),
    key: reason.kind === 'refuted' || reason.kind === 'not-applicable' ? reason.key : null,
    at: reason.kind === 'refuted' ? reason.at : null,
    raisedBy: raisedBy ?? null,
  };
}

/** Names of a zone's assets as the plant gives them. */
export const namesOf = ({ zone, gateways, drives }: PlacedZone): ReadonlyMap<string, string> =>
  new Map([
    ...gateways.flatMap(({ id, name }): [string, string][] => [
      [gatewayAsset(id), name],
      [networkAsset(id), `networks at ${name}`],
    ]),
    ...drives.map(({ id, name }): [string, string] => [driveAsset(id), name]),
    [platformAsset(zone.id), 'this platform'],
  ]);

/** The oldest answer on which a fulfilled requirement up to the target rests. */
function oldestOf(fr: Fr, target: Level, judged: ZoneJudgement, facts: ZoneFacts): Instant | null {
  let oldest = Infinity;
  for (const { id } of requirementsUpTo(fr, target)) {
    if (!isFulfilled(judged.get(id)?.standing ?? 'unknown')) continue;
    for (const { key, of } of relevantTo(id))
      for (const asset of facts.assets) {
        const answer = of.includes(asset.class) ? asset.answers.get(key) : undefined;
        if (answer !== undefined && EVIDENCE[key].freshForMs > 0) oldest = Math.min(oldest, answer.at);
      }
  }
  return Number.isFinite(oldest) ? oldest : null;
}
