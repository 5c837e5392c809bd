import { FAMILY_FACTS, type Family } from '../plant/families';
import { faultLabel, faultText } from '../plant/faults/fault-text';
import type { DriveState } from '../plant/drive-state';
import type { StateWords } from '../plant/state-words';
import { wordBits, wordHex } from '../plant/words/word-bits';
import type { AlarmFacts } from './condition';
import type { WordCondition } from './drive-conditions';

/** A drive as its words tell it. */
export interface SpeakingDrive {
  family: Family;
  state: DriveState;
  words: StateWords;
}

/** Bits of a word that are named in one line; more only lengthen it. */
const MOST_BITS = 3;

/** One line about a condition that the drive's words tell, in the numbers and words of its family. */
export function conditionText(condition: WordCondition, drive: SpeakingDrive): string {
  switch (condition) {
    case 'ot.drive_fault':
    case 'ot.drive_trip_lock':
      return whatTripped(drive);
    case 'ot.drive_warning':
      return whatWarns(drive);
    case 'ot.drive_sto_active':
      return `Safe torque off: ${demandOf(drive)}`;
    case 'ot.drive_sto_diag':
      return whatTripped(drive);
  }
}

/** What there is to know beside the line: number, class and raw words. */
export function conditionFacts({ family, state, words }: SpeakingDrive): AlarmFacts {
  const { faultCode } = state;
  const facts: Record<string, string | number> = { family: FAMILY_FACTS[family].label };
  if (faultCode !== undefined) {
    facts['fault number'] = faultCode;
    const known = faultText(family, faultCode);
    if (known) facts['fault class'] = known.className;
  }
  if (words.statusWord !== undefined) facts['status word'] = wordHex(words.statusWord);
  if (words.alarmWord) facts['alarm word'] = wordHex(words.alarmWord);
  if (words.warningWord) facts['warning word'] = wordHex(words.warningWord);
  return facts;
}

function whatTripped({ family, state, words }: SpeakingDrive): string {
  if (state.faultCode !== undefined) return faultLabel(family, state.faultCode);
  return bitsText(family, 'alarm_word', words.alarmWord) ?? 'Tripped; the drive gives no fault number';
}

function whatWarns({ family, state, words }: SpeakingDrive): string {
  if (state.faultCode !== undefined) return faultLabel(family, state.faultCode);
  const named = bitsText(family, 'warning_word', words.warningWord);
  return named === undefined ? 'Warns; the drive gives no number' : `Warns: ${named}`;
}

function bitsText(family: Family, signal: 'alarm_word' | 'warning_word', word: number | undefined) {
  const named = wordBits(family, signal, word ?? 0).map(({ text }) => text);
  if (named.length === 0) return undefined;
  const more = named.length - MOST_BITS;
  return named.slice(0, MOST_BITS).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const UNTOLD = 'the words do not tell who or what asked for it';

/** What asked for torque off, as far as a fault number tells (reference: drives, sections 7.2 to 7.4). */
function demandOf({ family, state, words }: SpeakingDrive): string {
  const { faultCode } = state;
  if (words.stoReported === true && faultCode === undefined) return `its gateway says so; ${UNTOLD}`;
  if (FAMILY_FACTS[family].words !== 'vlt' || faultCode === undefined) return UNTOLD;
  switch (faultCode) {
    case 68:
      return 'demanded at the safety inputs (68)';
    case 71:
      return 'demanded by the thermistor card (71)';
    case 73:
      return 'demanded, and the drive starts by itself when it ends (73)';
    default:
      return UNTOLD;
  }
}
