import type { Finding, FindingField } from '../finding';
import type { EventSeverity } from '../severity';
import type { Situation } from '../situation';

/** How circumstances change a finding; what is not said stays as its type or the record itself has it. */
export interface Judgement {
  severity?: EventSeverity;
  because?: string;
  /** A known and lawful cause explains it: it is not urgent. */
  isExplained?: boolean;
  also?: readonly Finding[];
}

export type JudgementRule = (finding: Finding, situation: Situation) => Judgement | undefined;

/** A field as a number; `undefined` when there is none or it is no number. */
export function numberIn(fields: Readonly<Record<string, FindingField>>, name: string): number | undefined {
  const value = fields[name];
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A field as text; '' when there is none. */
export const textIn = (fields: Readonly<Record<string, FindingField>>, name: string): string => {
  const value = fields[name];
  return value === undefined ? '' : String(value);
};
