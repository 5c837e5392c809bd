/** One beep of a pattern. */
interface Beep {
  frequencyHz: number;
  /** From the start of the pattern. */
  atMs: number;
  forMs: number;
}

/** A short tune that tells urgencies apart by rhythm as well as by pitch; no file, one oscillator a beep. */
export interface Pattern {
  beeps: readonly Beep[];
  /** From one start to the next while it repeats; 0 for what is played once. */
  everyMs: number;
}

const run = (frequencies: readonly number[], forMs: number, gapMs: number): Beep[] =>
  frequencies.map((frequencyHz, i) => ({ frequencyHz, atMs: i * (forMs + gapMs), forMs }));

/** Three beeps rising, twice: the most urgent. */
export const URGENT: Pattern = { beeps: run([880, 1109, 1319, 880, 1109, 1319], 110, 40), everyMs: 2_000 };
/** Two even beeps. */
export const HIGH: Pattern = { beeps: run([698, 698], 180, 120), everyMs: 3_000 };
/** One chime of two falling tones. */
export const CHIME: Pattern = { beeps: run([784, 587], 200, 0), everyMs: 0 };
/** One long wavering tone in place of very many. */
export const MANY: Pattern = { beeps: run([622, 740, 622, 740], 250, 0), everyMs: 3_000 };
/** What arming the sound plays. */
export const TEST: Pattern = { beeps: run([523, 659, 784], 140, 40), everyMs: 0 };
