import { FAMILY_FACTS, type Family } from './families';
import { faultText } from './faults/fault-text';
import type { StateWords } from './state-words';
import type { Status } from './status';
import { hasBit } from './words/bit';

/**
 * The fault number that holds now. VACON and PROFIdrive report the active code, 0 for none. A VLT reports
 * the newest entry of its log (15-30), which stays after a reset: it counts only while the status word says
 * error or trip, or says warning and the number can be nothing but a warning.
 */
export function activeFault(family: Family, words: StateWords, status: Status): number | undefined {
  const { faultCode, statusWord } = words;
  if (faultCode === undefined || faultCode === 0) return undefined;
  if (FAMILY_FACTS[family].words !== 'vlt') return faultCode;
  if (statusWord === undefined) return words.alarmWord ? faultCode : undefined;
  if (status.run === 'link-lost') return undefined;
  if (status.run === 'tripped' || hasBit(statusWord, 4)) return faultCode;
  return status.warning && faultText(family, faultCode)?.kind === 'W' ? faultCode : undefined;
}
