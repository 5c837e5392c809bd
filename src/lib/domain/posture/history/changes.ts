import type { Judgement, Reason, ZoneJudgement } from '../judge-zone';
import type { Standing } from '../level';
import { REQUIREMENTS, type Requirement } from '../requirements';

/** A requirement that stands otherwise than before, with the facts of both times. */
export interface StandingChange {
  requirement: Requirement;
  from: Standing;
  to: Standing;
  /** What it rested on before. */
  before: readonly Reason[];
  /** What it rests on now. */
  now: readonly Reason[];
}

const UNKNOWN: Judgement = { standing: 'unknown', because: [] };
/** What is refuted comes first, then what is known no more, then what became better. */
const RANK: Readonly<Record<Standing, number>> = { 'not-met': 0, unknown: 1, compensated: 2, na: 3, met: 4 };

/** What stands otherwise in a zone than before: the worse first, then by gate and in the standard's order. */
export function changesBetween(before: ZoneJudgement, now: ZoneJudgement): StandingChange[] {
  const changes = REQUIREMENTS.flatMap((requirement): StandingChange[] => {
    const then = before.get(requirement.id) ?? UNKNOWN;
    const today = now.get(requirement.id) ?? UNKNOWN;
    if (then.standing === today.standing) return [];
    return [
      { requirement, from: then.standing, to: today.standing, before: then.because, now: today.because },
    ];
  });
  return changes.sort((a, b) => RANK[a.to] - RANK[b.to] || a.requirement.gate - b.requirement.gate);
}
