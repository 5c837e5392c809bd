import { COMPONENT_REQUIREMENTS, type AssetClass } from './components';
import { EVIDENCE, EVIDENCE_KEYS, type EvidenceKey } from './evidence';
import type { EvidenceMap } from './evidence/definition';
import { REQUIREMENTS, type Requirement, type RequirementId } from './requirements';

/** A question that says something of a requirement. */
export interface Relevant extends EvidenceMap {
  key: EvidenceKey;
  of: readonly AssetClass[];
}

const RELEVANT = new Map(
  REQUIREMENTS.map(({ id }) => [
    id,
    EVIDENCE_KEYS.flatMap((key): Relevant[] =>
      EVIDENCE[key].maps
        .filter((map) => map.requirement === id)
        .map((map) => ({ ...map, ...provesOf(key, map), key, of: EVIDENCE[key].of })),
    ),
  ]),
);

/** A moment, such as a scan that was noticed, is gone at once: nothing may wait for the next one to be proven. */
function provesOf(key: EvidenceKey, { proves }: EvidenceMap): Pick<EvidenceMap, 'proves'> {
  return { proves: EVIDENCE[key].freshForMs === 0 ? 'none' : proves };
}

/** All that evidence can say of a requirement. */
export const relevantTo = (requirement: RequirementId): readonly Relevant[] =>
  RELEVANT.get(requirement) ?? [];

const CLASSES = new Map(REQUIREMENTS.map((requirement) => [requirement.id, classesOf(requirement)]));
/** An enhancement that nothing speaks for is asked of what its requirement is asked of. */
const SCOPES = new Map(
  REQUIREMENTS.map(({ id, base }) => [id, CLASSES.get(id)?.size === 0 ? CLASSES.get(base) : CLASSES.get(id)]),
);

/**
 * Classes of asset that must each fulfil a requirement where they stand in a zone: those that can prove it, and
 * those whose components the standard asks for it (62443-4-2, by number). A class that no question speaks for needs
 * somebody's word; without that rule a zone would be confirmed though nothing is known of its drives.
 */
export const scopeOf = (requirement: RequirementId): ReadonlySet<AssetClass> =>
  SCOPES.get(requirement) ?? new Set();

function classesOf({ id, base }: Requirement): ReadonlySet<AssetClass> {
  const number = base.slice('SR '.length);
  return new Set([
    ...relevantTo(id).flatMap(({ proves, of }) => (proves === 'none' ? [] : of)),
    ...COMPONENT_REQUIREMENTS.filter((component) => component.number === number).flatMap(
      ({ classes }) => classes,
    ),
  ]);
}
