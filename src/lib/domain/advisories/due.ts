import { DAY_MS, type Instant } from '../time';
import type { SsvcFacts } from './advisory';

/** What the date by which something has to be done rests on. */
export interface DueFacts {
  /** Highest base score; undefined where there is none. */
  severity: number | undefined;
  ssvc: SsvcFacts | undefined;
  /** Whether something outside can open a connection into the asset's zone. */
  isExposed: boolean;
  /** Highest target level of the zone's seven. */
  target: number;
}

/** Days that critical (9.0 and above), high (7.0) and medium (4.0) leave, counted from when it was first seen here. */
export type DueDays = readonly [critical: number, high: number, medium: number];
export const DUE_DAYS: DueDays = [30, 90, 180];

/** By when, and why then; without a date it waits for the next planned update. */
export interface Due {
  days: number | undefined;
  why: string;
}

/** A target of 3 or more takes half the time. */
const HIGH_TARGET = 3;

/**
 * How long something may stay open. Where CISA has said whether attacks can be automated and what they gain, the
 * public table of its directive BOD 26-04 holds, for what is not in its catalogue of exploited vulnerabilities; where
 * exploitation is known to go on, the same table for what is. Else the score decides, and the zone's target halves it.
 */
export function dueOf({ severity, ssvc, isExposed, target }: DueFacts, days: DueDays = DUE_DAYS): Due {
  const where = isExposed ? 'reachable from outside' : 'not reachable from outside';
  if (ssvc?.automatable !== undefined && ssvc.technicalImpact !== undefined) {
    const isExploited = ssvc.exploitation === 'active';
    const row = [
      isExploited ? 'exploited' : 'not known to be exploited',
      where,
      ssvc.automatable ? 'attacks can be automated' : 'attacks cannot be automated',
      `${ssvc.technicalImpact} control`,
    ];
    const key = [isExploited, isExposed, ssvc.automatable, ssvc.technicalImpact === 'total']
      .map((holds) => (holds ? 'Y' : 'N'))
      .join('');
    return { days: BOD_26_04[key], why: `BOD 26-04: ${row.join(', ')}` };
  }
  if (severity === undefined) return { days: undefined, why: 'no score: with the next planned update' };
  const step = [9, 7, 4].findIndex((least) => severity >= least);
  const given = days[step];
  if (given === undefined) return { days: undefined, why: `CVSS ${severity}: with the next planned update` };
  const isHalved = target >= HIGH_TARGET;
  return {
    days: isHalved ? Math.ceil(given / 2) : given,
    why: `CVSS ${severity}: ${given} days${isHalved ? `, half of it as the zone's target is ${target}` : ''}`,
  };
}

/** Days by: exploited, reachable from outside, automatable, total control. Not here is the next planned update. */
const BOD_26_04: Readonly<Record<string, number>> = {
  NNYN: 60,
  NNYY: 60,
  NYNN: 60,
  NYNY: 14,
  NYYN: 14,
  NYYY: 3,
  YNNN: 14,
  YNNY: 14,
  YNYN: 14,
  YNYY: 3,
  YYNN: 14,
  YYNY: 3,
  YYYN: 3,
  YYYY: 3,
};

/** The moment when those days are over, for something that was first seen at `firstAt`. */
export const dueAt = ({ days }: Due, firstAt: Instant): Instant | null =>
  days === undefined ? null : firstAt + days * DAY_MS;
