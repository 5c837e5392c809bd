import cvss from 'ae-cvss-calculator';
import type { Score } from './advisory';

const CALCULATORS = {
  '3.0': cvss.Cvss3P0,
  '3.1': cvss.Cvss3P1,
  '4.0': cvss.Cvss4P0,
} as const;

const LONGEST_VECTOR = 500;

/** Version of CVSS that a vector says it is of; vectors of 2.0 say nothing. */
export const vectorVersion = (vector: string): string => /^CVSS:(\d\.\d)\//.exec(vector)?.[1] ?? '2.0';

/** Base score of a vector of CVSS 2.0 to 4.0; undefined for what is no vector. Throws nothing. */
export function baseScoreOf(vector: string): number | undefined {
  const version = vectorVersion(vector);
  if (vector.length > LONGEST_VECTOR) return undefined;
  const Calculator = version === '2.0' ? cvss.Cvss2 : CALCULATORS[version as keyof typeof CALCULATORS];
  if (Calculator === undefined) return undefined;
  try {
    const made = new Calculator(vector);
    if (!made.isBaseFullyDefined()) return undefined;
    const { base } = made.calculateScores();
    return base === undefined || !Number.isFinite(base) ? undefined : base;
  } catch {
    return undefined;
  }
}

/** A score with what we compute beside what was stated. */
export const scoreOf = (vector: string, stated: unknown, source: string): Score => ({
  version: vectorVersion(vector),
  vector,
  stated: typeof stated === 'number' ? stated : undefined,
  computed: baseScoreOf(vector),
  source,
});

/** A vector that stands in the address of a calculator: CSAF 2.0 has no other place for CVSS 4.0. */
export const vectorInLink = (url: string): string | undefined =>
  /#(CVSS:4\.0\/[A-Z:/]+)$/i.exec(url.slice(0, 2_000))?.[1];
