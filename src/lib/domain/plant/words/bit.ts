import type { Confidence } from '../confidence';

/** What one bit of a word says when it is 0 and when it is 1; an empty text says nothing worth showing. */
export interface BitMeaning {
  bit: number;
  clear: string;
  set: string;
  confidence: Confidence;
}

/** A bit that matters only when it is set, as in alarm and maintenance words. */
export const flag = (bit: number, set: string, confidence: Confidence): BitMeaning => ({
  bit,
  clear: '',
  set,
  confidence,
});

/** A bit with a meaning on both sides. */
export const either = (
  bit: number,
  clear: string,
  set: string,
  confidence: Confidence = 'high',
): BitMeaning => ({ bit, clear, set, confidence });

/** Whether a bit of a 32-bit word is 1. Words arrive as plain numbers and may have bit 31 set. */
export const hasBit = (word: number, bit: number): boolean => ((word >>> bit) & 1) === 1;
