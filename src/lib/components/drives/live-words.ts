import type { StateWords } from '$lib/domain/plant/state-words';
import type { SignalKey } from '$lib/domain/telemetry/signals';
import type { DriveBoard } from '$lib/live/drive-board.svelte';
import type { Reading } from '$lib/live/reading';

const WORDS = {
  statusWord: 'status_word',
  generalStatusWord: 'general_status_word',
  alarmWord: 'alarm_word',
  alarmWord2: 'alarm_word_2',
  warningWord: 'warning_word',
  warningWord2: 'warning_word_2',
  faultCode: 'fault_code',
} as const satisfies Partial<Record<keyof StateWords, SignalKey>>;

/** Extras that the decoder knows, by the names under which gateways send them. */
const MAINTENANCE = 'maintenance_word';
const STO = 'sto_active';

/**
 * The words of the drive in focus for the decoder. A word that is lost while the drive still speaks says
 * nothing any more; of a drive that is lost as a whole they are the last ones.
 */
export function liveWords(board: DriveBoard): StateWords {
  const isLost = board.status?.freshness === 'lost';
  const kept = ({ value, freshness }: Reading): number | undefined =>
    isLost || freshness !== 'lost' ? value : undefined;
  const words: StateWords = {};
  for (const [name, signal] of Object.entries(WORDS) as [keyof typeof WORDS, SignalKey][]) {
    words[name] = kept(board.signal(signal).bar);
  }
  const extra = (name: string): number | undefined => {
    const found = board.extras.find((one) => one.name === name);
    return found && kept(found.live.bar);
  };
  words.maintenanceWord = extra(MAINTENANCE);
  const sto = extra(STO);
  words.stoReported = sto === undefined ? undefined : sto !== 0;
  return words;
}
