import { decodeState } from '../../domain/plant/decode-state';
import type { DriveState } from '../../domain/plant/drive-state';
import type { StateWords } from '../../domain/plant/state-words';
import { lostAfterMs } from '../../domain/telemetry/quality';
import { SIGNAL_INDEX, type SignalKey } from '../../domain/telemetry/signals';
import type { Instant } from '../../domain/time';
import type { LiveDrive } from './live-drive';

/** The signals that say what a drive is doing, and what the decoder calls them. */
const WORDS = {
  statusWord: 'status_word',
  generalStatusWord: 'general_status_word',
  alarmWord: 'alarm_word',
  alarmWord2: 'alarm_word_2',
  warningWord: 'warning_word',
  warningWord2: 'warning_word_2',
  faultCode: 'fault_code',
} as const satisfies Partial<Record<keyof StateWords, SignalKey>>;

const WORD_NAMES = [
  'statusWord',
  'generalStatusWord',
  'alarmWord',
  'alarmWord2',
  'warningWord',
  'warningWord2',
  'faultCode',
] as const satisfies readonly (keyof typeof WORDS)[];
const WORD_INDICES = WORD_NAMES.map((name) => SIGNAL_INDEX[WORDS[name]]);

/** Words outside the canon, as gateways name them. */
const MAINTENANCE_WORD = 'maintenance_word';
const STO_ACTIVE = 'sto_active';

const IS_WORD = new Set<number>(WORD_INDICES);
export const isStateWord = (index: number): boolean => IS_WORD.has(index);
export const isStateExtra = (name: string): boolean => name === MAINTENANCE_WORD || name === STO_ACTIVE;

const EXTRAS = [MAINTENANCE_WORD, STO_ACTIVE];

/** Bit per word, then per extra, that has an age at which it says nothing any more, while the drive still speaks. */
export function lostWords(live: LiveDrive, now: Instant): number {
  const limit = now - lostAfterMs(live.drive.expectedIntervalMs);
  let lost = 0;
  for (let i = 0; i < WORD_INDICES.length; i += 1) {
    const receivedAt = live.receivedAt[WORD_INDICES[i] ?? 0] ?? NaN;
    if (receivedAt < limit) lost |= 1 << i;
  }
  EXTRAS.forEach((name, i) => {
    const extra = live.extras.get(name);
    if (extra !== undefined && extra.receivedAt < limit) lost |= 1 << (WORD_INDICES.length + i);
  });
  return lost;
}

/** State by the latest words, without those of `lost`: what a drive did long ago is not what it does. */
export function stateOf(live: LiveDrive, lost: number): DriveState {
  const isKnown = (i: number): boolean => (lost & (1 << i)) === 0;
  const words: StateWords = {};
  WORD_NAMES.forEach((name, i) => {
    const value = live.values[SIGNAL_INDEX[WORDS[name]]] ?? NaN;
    if (!Number.isNaN(value) && isKnown(i)) words[name] = value;
  });
  const maintenance = live.extras.get(MAINTENANCE_WORD);
  if (maintenance && isKnown(WORD_INDICES.length)) words.maintenanceWord = maintenance.value;
  const sto = live.extras.get(STO_ACTIVE);
  if (sto && isKnown(WORD_INDICES.length + 1)) words.stoReported = sto.value !== 0;
  return decodeState(live.drive.family, words);
}
