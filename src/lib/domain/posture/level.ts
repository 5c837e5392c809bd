import { FRS, type Fr, type Level } from './fr';
import { REQUIREMENTS, type RequirementId } from './requirements';

/**
 * What is known of a requirement in a zone. `na`: a rule with proof says that it does not apply; `compensated`: an
 * approved measure stands in for it.
 */
export const STANDINGS = ['met', 'not-met', 'unknown', 'na', 'compensated'] as const;
export type Standing = (typeof STANDINGS)[number];

/** What an achieved level counts as fulfilled. */
export const isFulfilled = (standing: Standing): boolean =>
  standing === 'met' || standing === 'na' || standing === 'compensated';

/** An achieved level: at least what is confirmed, at most what nothing contradicts. Never one number (D12). */
export interface Interval {
  confirmed: Level;
  possible: Level;
}

/** Standing of each requirement; one that is not in it is unknown. */
export type Standings = ReadonlyMap<RequirementId, Standing>;

/**
 * The achieved level of one FR (reference: posture, 4.2). The highest level of which every requirement, and all of
 * those of the levels below, is fulfilled is confirmed; the highest of which none is refuted is possible.
 * FR 6 and FR 7 have no requirement at level 4, so all that is fulfilled to level 3 there confirms 4.
 */
export function levelOf(fr: Fr, standings: Standings): Interval {
  let confirmed: Level = 4;
  let possible: Level = 4;
  for (const { id, gate, fr: own } of REQUIREMENTS) {
    if (own !== fr) continue;
    const standing = standings.get(id) ?? 'unknown';
    const below = (gate - 1) as Level;
    if (!isFulfilled(standing) && below < confirmed) confirmed = below;
    if (standing === 'not-met' && below < possible) possible = below;
  }
  return { confirmed, possible };
}

/** All seven, in the order of an SL vector; its parts are never averaged. */
export const vectorOf = (standings: Standings): Readonly<Record<Fr, Interval>> =>
  Object.fromEntries(FRS.map((fr) => [fr, levelOf(fr, standings)])) as Record<Fr, Interval>;

/** How far progress to a level has come; progress is never a level itself. */
export interface Progress {
  asked: number;
  fulfilled: number;
  refuted: number;
}

/** Of one FR, for its target; a target of 0 asks nothing. */
export function progressOf(fr: Fr, target: Level, standings: Standings): Progress {
  const asked = REQUIREMENTS.filter((requirement) => requirement.fr === fr && requirement.gate <= target);
  const known = asked.map(({ id }) => standings.get(id) ?? 'unknown');
  return {
    asked: asked.length,
    fulfilled: known.filter(isFulfilled).length,
    refuted: known.filter((standing) => standing === 'not-met').length,
  };
}
