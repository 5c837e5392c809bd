import { FRS, type Fr, type Level } from './fr';
import { isFulfilled, levelOf, type Interval, type Standings } from './level';
import { REQUIREMENTS } from './requirements';

/** A zone in figures: seven intervals, and what of its targets is refuted or unknown. */
export interface PostureSummary {
  levels: readonly (Interval & { fr: Fr; target: Level })[];
  refuted: number;
  unknown: number;
}

/** Target of one FR out of seven numbers of a zone. */
export const targetOf = (targets: readonly number[], fr: Fr): Level => (targets[fr - 1] ?? 0) as Level;

export function summaryOf(standings: Standings, targets: readonly number[]): PostureSummary {
  let refuted = 0;
  let unknown = 0;
  for (const { id, fr, gate } of REQUIREMENTS) {
    const standing = standings.get(id) ?? 'unknown';
    if (gate > targetOf(targets, fr) || isFulfilled(standing)) continue;
    if (standing === 'not-met') refuted++;
    else unknown++;
  }
  const levels = FRS.map((fr) => ({ fr, target: targetOf(targets, fr), ...levelOf(fr, standings) }));
  return { levels, refuted, unknown };
}
