import {
  STATE_EXTRAS,
  STATE_WORD_NAMES,
  STATE_WORD_SIGNALS,
  type StateWords,
} from '$lib/domain/plant/state-words';
import type { DriveBoard } from '$lib/live/drive-board.svelte';
import type { Reading } from '$lib/live/reading';

/**
 * The words of the drive in focus for the decoder. A word that is lost while the drive still speaks says
 * nothing any more; of a drive that is lost as a whole they are the last ones.
 */
export function liveWords(board: DriveBoard): StateWords {
  const isLost = board.status?.freshness === 'lost';
  const kept = ({ value, freshness }: Reading): number | undefined =>
    isLost || freshness !== 'lost' ? value : undefined;
  const words: StateWords = {};
  for (const name of STATE_WORD_NAMES) words[name] = kept(board.signal(STATE_WORD_SIGNALS[name]).bar);
  const extra = (name: string): number | undefined => {
    const found = board.extras.find((one) => one.name === name);
    return found && kept(found.live.bar);
  };
  words.maintenanceWord = extra(STATE_EXTRAS.maintenanceWord);
  const sto = extra(STATE_EXTRAS.stoReported);
  words.stoReported = sto === undefined ? undefined : sto !== 0;
  return words;
}
