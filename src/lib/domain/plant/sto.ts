import type { Confidence } from './confidence';
import { activeFault } from './active-fault';
import { FAMILY_FACTS, type Family } from './families';
import type { StateWords } from './state-words';
import { readStatus, type Status } from './status';
import { hasBit } from './words/bit';
import { VLT_STO_BIT } from './words/vlt';

/** Safe torque off as far as the words tell, with what it is read from. `undefined` is "they do not tell". */
export interface StoReading {
  active: boolean | undefined;
  confidence: Confidence;
  from: 'gateway' | 'fault number' | 'alarm or warning word' | 'status word' | 'nothing';
}

/**
 * VLT numbers that come with torque off: 68 and 71 by the safety inputs, 72 as their contradiction with trip
 * lock, 73 as a warning. 84 says only that a safety option is missing.
 */
const VLT_STO_NUMBERS: ReadonlySet<number> = new Set([68, 71, 72, 73]);

/** VLT numbers that report the safety circuit itself as faulty: cleared only by repair and functional test. */
const VLT_STO_DIAGNOSTICS: ReadonlySet<number> = new Set([72, 84]);

const VACON_STO_NUMBER = 30;

const UNTOLD: StoReading = { active: undefined, confidence: 'low', from: 'nothing' };

/**
 * Reads safe torque off (reference: drives, sections 2, 6.1 and 7). It is displayed and no more: the
 * circuit is hard-wired, and the product is never in its path. `fault` is the active fault number.
 */
export function readSto(
  family: Family,
  words: StateWords,
  status: Status,
  fault: number | undefined,
): StoReading {
  if (words.stoReported !== undefined) {
    return { active: words.stoReported, confidence: 'medium', from: 'gateway' };
  }
  switch (FAMILY_FACTS[family].words) {
    case 'vlt':
      return vltSto(words, status, fault);
    case 'vacon-nx':
    case 'vacon-100':
      if (fault === VACON_STO_NUMBER) return { active: true, confidence: 'medium', from: 'fault number' };
      return words.faultCode === 0 ? withoutFault(status) : UNTOLD;
    case 'profidrive':
      return status.run === 'running' ? withoutFault(status) : UNTOLD;
    case 'none':
      return UNTOLD;
  }
}

function vltSto(words: StateWords, status: Status, fault: number | undefined): StoReading {
  if (status.run === 'link-lost') return UNTOLD;
  if (fault !== undefined && VLT_STO_NUMBERS.has(fault)) {
    return { active: true, confidence: 'high', from: 'fault number' };
  }
  const inWords = [words.alarmWord, words.warningWord].map(
    (word) => word !== undefined && hasBit(word, VLT_STO_BIT),
  );
  if (inWords.includes(true)) return { active: true, confidence: 'low', from: 'alarm or warning word' };
  if (status.run === 'tripped' || status.warning) {
    // Another alarm may hide it; only both words together could deny it.
    const bothKnown = words.alarmWord !== undefined && words.warningWord !== undefined;
    return bothKnown ? { active: false, confidence: 'low', from: 'alarm or warning word' } : UNTOLD;
  }
  return withoutFault(status);
}

/** A drive that turns its motor or is ready to has torque; one that is not ready may lack it for any reason. */
function withoutFault(status: Status): StoReading {
  return status.run === 'running' || status.run === 'ready'
    ? { active: false, confidence: 'medium', from: 'status word' }
    : UNTOLD;
}

/** Safe torque off of a drive with its certainty and source, for a page that shows where it is known from. */
export function stoReading(family: Family, words: StateWords): StoReading {
  const status = readStatus(family, words.statusWord);
  return readSto(family, words, status, activeFault(family, words, status));
}

/** Whether a fault number reports the safety circuit itself as faulty. */
export const isStoDiagnostic = (family: Family, fault: number): boolean =>
  FAMILY_FACTS[family].words === 'vlt' && VLT_STO_DIAGNOSTICS.has(fault);
