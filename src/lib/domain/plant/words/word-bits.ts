import type { SignalKey } from '../../telemetry/signals';
import type { Confidence } from '../confidence';
import { FAMILY_FACTS, type Family, type WordLayout } from '../families';
import { hasBit, type BitMeaning } from './bit';
import { PROFIDRIVE_STATUS } from './profidrive';
import { VACON_100_STATUS, VACON_CONTROL, VACON_NX_GENERAL, VACON_NX_STATUS } from './vacon';
import { VLT_ALARM, VLT_CONTROL, VLT_STATUS } from './vlt';

/** One bit of a received word, in words. `text` fits the bit's present value; bits that say nothing are left out. */
export interface DecodedBit {
  bit: number;
  text: string;
  set: boolean;
  confidence: Confidence;
}

const LAYOUTS: Record<WordLayout, Partial<Record<SignalKey, readonly BitMeaning[]>>> = {
  vlt: {
    status_word: VLT_STATUS,
    control_word: VLT_CONTROL,
    alarm_word: VLT_ALARM,
    warning_word: VLT_ALARM,
  },
  'vacon-nx': {
    status_word: VACON_NX_STATUS,
    general_status_word: VACON_NX_GENERAL,
    control_word: VACON_CONTROL,
  },
  'vacon-100': { status_word: VACON_100_STATUS, control_word: VACON_CONTROL },
  profidrive: { status_word: PROFIDRIVE_STATUS },
  none: {},
};

/**
 * The bits of a word by name, lowest first. Empty where the family's layout is not known: then only the
 * number is shown. iC2 borrows the VLT layout, which nobody confirmed, so its bits are of low certainty.
 */
export function wordBits(family: Family, signal: SignalKey, word: number): readonly DecodedBit[] {
  const table = LAYOUTS[FAMILY_FACTS[family].words][signal] ?? [];
  return table.flatMap(({ bit, clear, set, confidence }) => {
    const isSet = hasBit(word, bit);
    const text = isSet ? set : clear;
    if (text === '') return [];
    return [{ bit, text, set: isSet, confidence: family === 'ic2' ? 'low' : confidence }];
  });
}

/** The bits of a family's status word by name. */
export const statusBits = (family: Family, word: number): readonly DecodedBit[] =>
  wordBits(family, 'status_word', word);

/** A word as engineers write it: `0x0F07`, or eight digits when it is wider than 16 bits. */
export const wordHex = (word: number): string =>
  `0x${(word >>> 0)
    .toString(16)
    .toUpperCase()
    .padStart(word > 0xffff ? 8 : 4, '0')}`;
