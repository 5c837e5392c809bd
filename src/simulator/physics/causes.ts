import { FAMILY_FACTS, type Family, type WordLayout } from '../../lib/domain/plant/families';

/** What can go wrong with a simulated drive, whatever its family calls it. */
export const CAUSES = [
  'earth-fault',
  'overcurrent',
  'motor-overload',
  'motor-thermistor',
  'inverter-overload',
  'electronics-temperature',
  'dc-overvoltage',
  'dc-undervoltage',
  'mains-phase',
  'motor-phase',
  'fieldbus',
  'internal',
  'sto',
] as const;
export type Cause = (typeof CAUSES)[number];

interface CauseFacts {
  text: string;
  /** PROFIdrive fault class (reference: drives, section 7.1). */
  faultClass: number;
  /** VLT alarm number and its bit in the alarm and warning words. */
  vlt: { number: number; bit: number };
  nx: number;
  vacon100: number;
  /** Needs mains off and on at the drive. */
  locks: boolean;
}

/**
 * Causes in the numbers of each family (reference: drives, sections 6.1 and 7.2 to 7.4). No public list
 * of iC7 numbers exists, so the iC7 numbers made below are the simulator's own and mean nothing elsewhere.
 */
const FACTS = {
  'earth-fault': fact('Earth fault', 7, 14, 2, 3, 3, true),
  overcurrent: fact('Overcurrent', 5, 13, 5, 1, 1, false),
  'motor-overload': fact('Motor overload', 8, 10, 8, 16, 16, false),
  'motor-thermistor': fact('Motor thermistor', 8, 11, 7, 29, 66, false),
  'inverter-overload': fact('Inverter overload', 5, 9, 9, 41, 41, false),
  'electronics-temperature': fact('Electronics too hot', 6, 65, 3, 14, 14, false),
  'dc-overvoltage': fact('DC link overvoltage', 4, 7, 11, 2, 2, false),
  'dc-undervoltage': fact('DC link undervoltage', 2, 8, 10, 9, 9, false),
  'mains-phase': fact('Mains phase missing', 2, 4, 14, 10, 10, false),
  'motor-phase': fact('Motor phase missing', 8, 30, 19, 11, 11, false),
  fieldbus: fact('Fieldbus time-out', 9, 17, 4, 53, 53, false),
  internal: fact('Internal fault', 1, 38, 17, 8, 8, true),
  sto: fact('Safe torque off', 10, 68, 30, 30, 30, false),
} as const satisfies Record<Cause, CauseFacts>;

function fact(
  text: string,
  faultClass: number,
  number: number,
  bit: number,
  nx: number,
  vacon100: number,
  locks: boolean,
): CauseFacts {
  return { text, faultClass, vlt: { number, bit }, nx, vacon100, locks };
}

export const causeText = (cause: Cause): string => FACTS[cause].text;
export const faultClassOf = (cause: Cause): number => FACTS[cause].faultClass;
/** Bit of a cause in VLT alarm and warning words. */
export const vltBit = (cause: Cause): number => FACTS[cause].vlt.bit;

/** Only the VLT families know the trip lock. */
export const locks = (family: Family, cause: Cause): boolean =>
  FAMILY_FACTS[family].words === 'vlt' && FACTS[cause].locks;

const IC7_OWN_NUMBERS = 9000;

/** The number a drive of this family shows for a cause; `undefined` where the family shows none. */
export function faultNumber(family: Family, cause: Cause): number | undefined {
  const facts = FACTS[cause];
  const layout: WordLayout = FAMILY_FACTS[family].words;
  switch (layout) {
    case 'vlt':
      return facts.vlt.number;
    case 'vacon-nx':
      return facts.nx;
    case 'vacon-100':
      return facts.vacon100;
    case 'profidrive':
      return IC7_OWN_NUMBERS + facts.faultClass;
    case 'none':
      return undefined;
  }
}
