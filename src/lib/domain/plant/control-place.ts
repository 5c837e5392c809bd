import { FAMILY_FACTS, type Family } from './families';
import type { StateWords } from './state-words';
import { hasBit } from './words/bit';

/** Who may start and stop the drive just now, as its words say. */
export const CONTROL_PLACES = ['fieldbus', 'panel', 'pc-tool', 'io', 'local', 'unknown'] as const;
export type ControlPlace = (typeof CONTROL_PLACES)[number];

/** VACON 100: bits 29 to 31 of the 32-bit general status word, read as a number. */
const VACON_100_PLACES: Readonly<Record<number, ControlPlace>> = {
  1: 'fieldbus',
  2: 'panel',
  3: 'pc-tool',
  4: 'io',
};

/**
 * The control place (reference: drives, sections 5.1 to 5.3). `local` is said by families whose words tell
 * no more than "not the fieldbus".
 */
export function controlPlace(family: Family, words: StateWords): ControlPlace {
  const { statusWord, generalStatusWord: general } = words;
  const layout = FAMILY_FACTS[family].words;
  switch (layout) {
    case 'vlt':
    case 'profidrive':
      if (statusWord === undefined) return 'unknown';
      return hasBit(statusWord, 9) ? 'fieldbus' : 'local';
    case 'vacon-nx':
      if (general === undefined) return 'unknown';
      if (hasBit(general, 14)) return 'panel';
      if (hasBit(general, 13)) return 'fieldbus';
      return hasBit(general, 15) ? 'io' : 'unknown';
    case 'vacon-100':
      return general === undefined ? 'unknown' : (VACON_100_PLACES[(general >>> 29) & 7] ?? 'unknown');
    case 'none':
      return 'unknown';
  }
}

/** Taken from the plant's own control at the drive: panel, Hand switch or engineering tool. A badge, no alarm. */
export function isLocal(place: ControlPlace): boolean | undefined {
  switch (place) {
    case 'local':
    case 'panel':
    case 'pc-tool':
      return true;
    case 'fieldbus':
    case 'io':
      return false;
    case 'unknown':
      return undefined;
  }
}
