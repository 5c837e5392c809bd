import { activeFault } from './active-fault';
import { controlPlace, isLocal } from './control-place';
import type { DriveState, Ne107, RunState } from './drive-state';
import type { Family } from './families';
import type { StateWords } from './state-words';
import { readStatus } from './status';
import { readSto } from './sto';

/** State of a drive of which no word ever arrived. */
export const UNKNOWN_STATE: DriveState = {
  run: 'unknown',
  warning: undefined,
  tripLock: undefined,
  local: undefined,
  atReference: undefined,
  sto: undefined,
  faultCode: undefined,
  ne107: undefined,
};

/**
 * What a drive is doing, from its own words (reference: drives, section 5). A VLT whose status word is
 * 0x0000 has lost its link: everything else it said is unknown then. Total: any numbers give a state.
 */
export function decodeState(family: Family, words: StateWords): DriveState {
  const status = readStatus(family, words.statusWord);
  if (status.run === 'link-lost') return { ...UNKNOWN_STATE, run: 'link-lost' };
  const run = status.run === 'unknown' && isSet(words.alarmWord, words.alarmWord2) ? 'tripped' : status.run;
  const fault = activeFault(family, words, status);
  const warning = isSet(words.warningWord, words.warningWord2) ? true : status.warning;
  const local = isLocal(controlPlace(family, words));
  return {
    run,
    warning,
    tripLock: status.tripLock,
    local,
    atReference: status.atReference,
    sto: readSto(family, words, status, fault).active,
    faultCode: fault,
    ne107: ne107(run, local, warning, isSet(words.maintenanceWord)),
  };
}

const isSet = (...words: readonly (number | undefined)[]): boolean =>
  words.some((word) => word !== undefined && word !== 0);

/**
 * NAMUR NE 107 letter, the gravest first: trip is failure, local is check function, warning is out of
 * specification, a maintenance mark is maintenance required. None when good, and none when nothing is known.
 */
function ne107(
  run: RunState,
  local: boolean | undefined,
  warning: boolean | undefined,
  maintenance: boolean,
): Ne107 {
  if (run === 'tripped') return 'F';
  if (local) return 'C';
  if (warning) return 'S';
  return maintenance ? 'M' : undefined;
}
