import { HOUR_MS } from '../../time';
import type { AssetClass } from '../components';
import type { RequirementId } from '../requirements';

/** What a piece of evidence means for one requirement. */
export interface EvidenceMap {
  requirement: RequirementId;
  /** `full`: a pass on every asset is enough; `partial`: an attestation must stand beside it; `none`: cannot prove. */
  proves: 'full' | 'partial' | 'none';
  /** A fail means not met; otherwise it only takes the proof away. */
  refutes: boolean;
}

/** One question that is asked of an asset again and again (reference: posture, 3). */
export interface EvidenceDefinition {
  /** Classes of asset that answer it; where there are several, each answers for itself. */
  of: readonly AssetClass[];
  /** What is looked at. */
  title: string;
  /** When it is a pass, in words that also say what would raise a fail. */
  passes: string;
  /** After this a pass proves nothing any more; a fail stays until a pass replaces it. 0: a moment, never fresh. */
  freshForMs: number;
  maps: readonly EvidenceMap[];
  /** The fail is of the kind of equipment, and no setting will mend it: it makes a ceiling. */
  structural?: true;
}

type Numbered = `${number}.${number}` | `${number}.${number} RE(${number})`;

const mapped =
  (proves: EvidenceMap['proves'], refutes: boolean) =>
  (...numbers: readonly Numbered[]): EvidenceMap[] =>
    numbers.map((number) => ({ requirement: `SR ${number}`, proves, refutes }));

/** A pass is enough, a fail refutes. */
export const decides = mapped('full', true);
/** A pass helps, a fail refutes. */
export const helpsOrRefutes = mapped('partial', true);
/** A pass helps; a fail only takes the help away. */
export const helps = mapped('partial', false);
/** Only a fail says anything. */
export const refutes = mapped('none', true);

/** A question that every asset of the classes answers; `hours` is how long an answer holds. */
export function ask(
  of: AssetClass | readonly AssetClass[],
  hours: number,
  title: string,
  passes: string,
  ...maps: readonly (readonly EvidenceMap[])[]
): EvidenceDefinition {
  return {
    of: typeof of === 'string' ? [of] : of,
    title,
    passes,
    freshForMs: hours * HOUR_MS,
    maps: maps.flat(),
  };
}
