import { EVIDENCE } from './evidence';
import type { ZoneFacts } from './facts';
import type { Fr, Level } from './fr';
import type { Reason, ZoneJudgement } from './judge-zone';
import { isFulfilled, levelOf, type Standing } from './level';
import { requirementsUpTo, type Requirement, type RequirementId } from './requirements';
import { relevantTo } from './scope';

/** A requirement that keeps an FR below its target, with the facts that say so. */
export interface Blocker {
  requirement: Requirement;
  standing: Standing;
  because: readonly Reason[];
}

/** What stands between an FR and its target: refuted first, then unknown, each by gate and in the standard's order. */
export function blockersOf(fr: Fr, target: Level, judged: ZoneJudgement): Blocker[] {
  const blockers = requirementsUpTo(fr, target).flatMap((requirement): Blocker[] => {
    const { standing, because } = judged.get(requirement.id) ?? { standing: 'unknown', because: [] };
    return isFulfilled(standing) ? [] : [{ requirement, standing, because }];
  });
  const rank = ({ standing, requirement }: Blocker) => (standing === 'not-met' ? 0 : 10) + requirement.gate;
  return blockers.sort((a, b) => rank(a) - rank(b));
}

/** Why an FR cannot rise above its ceiling, whatever is set right. */
export interface Ceiling {
  level: Level;
  because: readonly { requirement: RequirementId; asset: string; found: string }[];
}

/**
 * The highest level that the kind of equipment allows (reference: posture, 5): drives on a protocol that
 * authenticates nobody keep FR 1 at 1 and FR 3 at 2, until an approved measure stands in.
 */
export function ceilingOf(fr: Fr, judged: ZoneJudgement, facts: ZoneFacts): Ceiling {
  const because = requirementsUpTo(fr, 4).flatMap(({ id }) => {
    const standing = judged.get(id)?.standing;
    if (standing !== 'not-met') return [];
    return relevantTo(id)
      .filter(({ key }) => EVIDENCE[key].structural === true)
      .flatMap(({ key, of }) =>
        facts.assets.flatMap((asset) => {
          const answer = of.includes(asset.class) ? asset.answers.get(key) : undefined;
          return answer?.verdict === 'fail'
            ? [{ requirement: id, asset: asset.id, found: answer.found }]
            : [];
        }),
      );
  });
  const refuted = new Map(because.map(({ requirement }) => [requirement, 'not-met' as const]));
  return { level: levelOf(fr, refuted).possible, because };
}
