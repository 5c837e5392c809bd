/** Foundational requirements of IEC 62443 with their common short names. */
export const FOUNDATIONAL_REQUIREMENTS = {
  1: 'IAC',
  2: 'UC',
  3: 'SI',
  4: 'DC',
  5: 'RDF',
  6: 'TRE',
  7: 'RA',
} as const;
type Foundational = keyof typeof FOUNDATIONAL_REQUIREMENTS;

/** A system requirement of IEC 62443-3-3, such as `5.2`: the first number is its foundational requirement. */
export type RequirementNumber = `${Foundational}.${number}`;

const isFoundational = (n: number): n is Foundational => n in FOUNDATIONAL_REQUIREMENTS;

/** Foundational requirements of these, once each and in order, such as `FR 5 RDF`. */
export function foundationalOf(requirements: readonly RequirementNumber[]): readonly string[] {
  const numbers = [...new Set(requirements.map((r) => Number(r.slice(0, 1))))].sort((a, b) => a - b);
  return numbers.filter(isFoundational).map((n) => `FR ${n} ${FOUNDATIONAL_REQUIREMENTS[n]}`);
}
