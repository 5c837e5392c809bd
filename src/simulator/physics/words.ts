import { FAMILY_FACTS, type Family } from '../../lib/domain/plant/families';
import { faultNumber, vltBit, type Cause } from './causes';
import { mayRun, type Condition } from './condition';

/** What the words are made of. */
export interface WordInput {
  condition: Condition;
  running: boolean;
  atReference: boolean;
  /** The motor's thermal picture has reached its end. */
  thermalTimerOut: boolean;
  /** Newest entry of the drive's fault log. */
  lastFault: Cause | undefined;
}

/** The words as a gateway reads them; a word that the family does not have is `undefined`. */
export interface Words {
  statusWord?: number | undefined;
  controlWord?: number | undefined;
  generalStatusWord?: number | undefined;
  alarmWord?: number | undefined;
  warningWord?: number | undefined;
  faultCode?: number | undefined;
}

/** Words of a family for a condition (reference: drives, sections 5 and 6.1). Every bit from 0 up. */
export function encodeWords(family: Family, input: WordInput): Words {
  switch (FAMILY_FACTS[family].words) {
    case 'vlt':
      return vltWords(family, input);
    case 'vacon-nx':
      return {
        ...vaconWords(family, input, NX_REST),
        generalStatusWord: input.condition.local ? 1 << 14 : 1 << 13,
      };
    case 'vacon-100':
      return {
        ...vaconWords(family, input, 0),
        generalStatusWord: (input.condition.local ? 2 : 1) * 2 ** 29,
      };
    case 'profidrive':
      return profidriveWords(family, input);
    case 'none':
      return {};
  }
}

/** Sum of `2 ** bit` for the bits whose condition holds; stays unsigned where `<<` would not. */
function bits(set: readonly (readonly [bit: number, on: boolean])[]): number {
  return set.reduce((word, [bit, on]) => (on ? word + 2 ** bit : word), 0);
}

const causesWord = (causes: Iterable<Cause>): number =>
  bits([...new Set([...causes].map(vltBit))].map((bit) => [bit, true] as const));

const numberOf = (family: Family, cause: Cause | undefined): number =>
  cause === undefined ? 0 : (faultNumber(family, cause) ?? 0);

function vltWords(family: Family, input: WordInput): Words {
  const { condition, running, atReference, thermalTimerOut, lastFault } = input;
  const tripped = condition.trip !== undefined;
  if (condition.linkLost) {
    return { statusWord: 0, controlWord: 0, alarmWord: 0, warningWord: 0, faultCode: 0 };
  }
  return {
    statusWord: bits([
      [0, true],
      [1, mayRun(condition)],
      [2, mayRun(condition)],
      [3, tripped],
      [6, condition.trip?.locked === true],
      [7, condition.warnings.size > 0],
      [8, atReference],
      [9, !condition.local],
      [10, true],
      [11, running],
      [15, thermalTimerOut],
    ]),
    // FC profile: no DC brake, no coast, no quick stop, no hold, data valid; bit 6 starts.
    controlWord: 0x043c + (running ? 0x40 : 0),
    alarmWord: condition.trip === undefined ? 0 : causesWord([condition.trip.cause]),
    warningWord: causesWord(condition.warnings),
    // A VLT gives the newest entry of its log (15-30), which stays after a reset.
    faultCode: numberOf(family, condition.trip?.cause ?? lastFault),
  };
}

/** NX bits that read 1 while their function is not active: torque-control speed limit, undervoltage stop. */
const NX_REST = (1 << 8) | (1 << 10);

function vaconWords(family: Family, { condition, running, atReference }: WordInput, rest: number): Words {
  return {
    statusWord:
      bits([
        [0, mayRun(condition)],
        [1, running],
        [3, condition.trip !== undefined],
        [4, condition.warnings.size > 0],
        [5, atReference],
        [6, !running],
        [7, running],
      ]) + rest,
    controlWord: running ? 1 : 0,
    faultCode: numberOf(family, condition.trip?.cause),
  };
}

function profidriveWords(family: Family, { condition, running, atReference }: WordInput): Words {
  const ready = mayRun(condition);
  return {
    statusWord: bits([
      [0, ready],
      [1, ready],
      [2, running],
      [3, condition.trip !== undefined],
      [4, !condition.stoOpen],
      [5, true],
      [6, !ready],
      [7, condition.warnings.size > 0],
      [8, atReference || !running],
      [9, !condition.local],
      [10, true],
    ]),
    controlWord: running ? 0x047f : 0x047e,
    faultCode: numberOf(family, condition.trip?.cause),
  };
}
