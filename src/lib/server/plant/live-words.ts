import { decodeState } from '../../domain/plant/decode-state';
import type { DriveState } from '../../domain/plant/drive-state';
import {
  STATE_EXTRAS,
  STATE_WORD_NAMES,
  STATE_WORD_SIGNALS,
  type StateWords,
} from '../../domain/plant/state-words';
import { lostAfterMs } from '../../domain/telemetry/quality';
import { SIGNAL_INDEX } from '../../domain/telemetry/signals';
import type { Instant } from '../../domain/time';
import type { LiveDrive } from './live-drive';

const WORD_INDICES = STATE_WORD_NAMES.map((name) => SIGNAL_INDEX[STATE_WORD_SIGNALS[name]]);

const { maintenanceWord: MAINTENANCE_WORD, stoReported: STO_ACTIVE } = STATE_EXTRAS;

const IS_WORD = new Set<number>(WORD_INDICES);
export const isStateWord = (index: number): boolean => IS_WORD.has(index);
export const isStateExtra = (name: string): boolean => name === MAINTENANCE_WORD || name === STO_ACTIVE;

const EXTRAS = [MAINTENANCE_WORD, STO_ACTIVE];

/** Bit per word, then per extra, that has an age at which it says nothing any more, while the drive still speaks. */
export function lostWords(live: LiveDrive, now: Instant): number {
  const limit = now - lostAfterMs(live.drive.expectedIntervalMs);
  let lost = 0;
  for (let i = 0; i < WORD_INDICES.length; i += 1) {
    const receivedAt = live.moments.receivedAt(WORD_INDICES[i] ?? 0);
    if (receivedAt < limit) lost |= 1 << i;
  }
  EXTRAS.forEach((name, i) => {
    const extra = live.extras.get(name);
    if (extra !== undefined && extra.receivedAt < limit) lost |= 1 << (WORD_INDICES.length + i);
  });
  return lost;
}

/** Last moment at which `lostWords` is what it is at `now`, unless words arrive. */
export function wordsKnownUntil(live: LiveDrive, now: Instant): Instant {
  const lostAfter = lostAfterMs(live.drive.expectedIntervalMs);
  let until = Number.POSITIVE_INFINITY;
  const consider = (receivedAt: Instant): void => {
    if (receivedAt + lostAfter >= now) until = Math.min(until, receivedAt + lostAfter);
  };
  for (const index of WORD_INDICES) consider(live.moments.receivedAt(index));
  for (const name of EXTRAS) consider(live.extras.get(name)?.receivedAt ?? NaN);
  return until;
}

/** The latest words, without those of `lost`: what a drive said long ago is not what it says. */
export function wordsOf(live: LiveDrive, lost: number): StateWords {
  const isKnown = (i: number): boolean => (lost & (1 << i)) === 0;
  const words: StateWords = {};
  STATE_WORD_NAMES.forEach((name, i) => {
    const value = live.values[SIGNAL_INDEX[STATE_WORD_SIGNALS[name]]] ?? NaN;
    if (!Number.isNaN(value) && isKnown(i)) words[name] = value;
  });
  const maintenance = live.extras.get(MAINTENANCE_WORD);
  if (maintenance && isKnown(WORD_INDICES.length)) words.maintenanceWord = maintenance.value;
  const sto = live.extras.get(STO_ACTIVE);
  if (sto && isKnown(WORD_INDICES.length + 1)) words.stoReported = sto.value !== 0;
  return words;
}

/** State by the latest words, without those of `lost`. */
export const stateOf = (live: LiveDrive, lost: number): DriveState =>
  decodeState(live.drive.family, wordsOf(live, lost));
