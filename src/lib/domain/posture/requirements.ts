import type { Fr, Gate } from './fr';
import type { RequirementRow } from './requirement-row';
import { FR1 } from './requirements/fr1';
import { FR2 } from './requirements/fr2';
import { FR3 } from './requirements/fr3';
import { FR4 } from './requirements/fr4';
import { FR5 } from './requirements/fr5';
import { FR6 } from './requirements/fr6';
import { FR7 } from './requirements/fr7';

/** Such as `SR 1.1` or `SR 1.1 RE(2)`. */
export type RequirementId = `SR ${string}`;

/** A system requirement or an enhancement of one. */
export interface Requirement {
  id: RequirementId;
  fr: Fr;
  /** The lowest level that asks for it. */
  gate: Gate;
  /** What it asks for, in our words; the standard's text is the standard's. */
  title: string;
  /** The requirement that it enhances; itself when it is none. */
  base: RequirementId;
}

/**
 * IEC 62443-3-3:2013 with corrigendum 1:2014: 51 requirements and 49 enhancements, in the order of the standard
 * (reference: posture, 2). Numbers and gates are facts; tables on the web are mostly wrong.
 */
export const REQUIREMENTS: readonly Requirement[] = [
  ...rowsOf(1, FR1),
  ...rowsOf(2, FR2),
  ...rowsOf(3, FR3),
  ...rowsOf(4, FR4),
  ...rowsOf(5, FR5),
  ...rowsOf(6, FR6),
  ...rowsOf(7, FR7),
];

const BY_ID = new Map(REQUIREMENTS.map((requirement) => [requirement.id, requirement]));

/** `undefined` for an id that the standard does not have. */
export const requirementById = (id: string): Requirement | undefined => BY_ID.get(id as RequirementId);

/** Requirements of one FR that a level asks for: those whose gate is not above it. */
export const requirementsUpTo = (fr: Fr, level: number): readonly Requirement[] =>
  REQUIREMENTS.filter((requirement) => requirement.fr === fr && requirement.gate <= level);

function rowsOf(fr: Fr, rows: readonly RequirementRow[]): Requirement[] {
  return rows.flatMap(([number, title, gate, enhancements = []]) => {
    const base: RequirementId = `SR ${number}`;
    const ofBase: Requirement = { id: base, fr, gate, title, base };
    return [
      ofBase,
      ...enhancements.map(([words, own], i): Requirement => ({
        id: `${base} RE(${i + 1})`,
        fr,
        gate: own,
        title: words,
        base,
      })),
    ];
  });
}
