import { REQUIREMENTS, type RequirementId } from '../requirements';
import { STANDINGS, type Standing } from '../level';

/** In how many zones a requirement stands how. */
export interface RequirementCount {
  requirement: RequirementId;
  title: string;
  zones: Record<Standing, number>;
}

interface JudgedRequirements {
  frs: readonly { requirements: readonly { id: string; standing: Standing }[] }[];
}

/** Every requirement over these zones, in the order of the standard. */
export function countStandings(zones: readonly JudgedRequirements[]): RequirementCount[] {
  const found = new Map<string, Record<Standing, number>>();
  for (const { frs } of zones)
    for (const { requirements } of frs)
      for (const { id, standing } of requirements) {
        const counts = found.get(id) ?? none();
        counts[standing] += 1;
        found.set(id, counts);
      }
  return REQUIREMENTS.map(({ id, title }) => ({ requirement: id, title, zones: found.get(id) ?? none() }));
}

const none = (): Record<Standing, number> =>
  Object.fromEntries(STANDINGS.map((standing) => [standing, 0])) as Record<Standing, number>;
