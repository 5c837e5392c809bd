import type { RunState } from './drive-state';
import { FAMILY_FACTS, type Family } from './families';
import { hasBit } from './words/bit';

/** What the status word alone says. */
export interface Status {
  run: RunState;
  /** Running bit, told apart from `run` because a tripped drive may still report it. */
  operating: boolean | undefined;
  warning: boolean | undefined;
  tripLock: boolean | undefined;
  atReference: boolean | undefined;
}

const NOTHING: Status = {
  run: 'unknown',
  operating: undefined,
  warning: undefined,
  tripLock: undefined,
  atReference: undefined,
};

/** VLT FC drives only: their option sends all zeros when it lost the drive. iC2 has no such option. */
export const zeroMeansLinkLost = (family: Family): boolean => family.startsWith('vlt-');

/** Reads a family's status word (reference: drives, section 5). */
export function readStatus(family: Family, word: number | undefined): Status {
  if (word === undefined) return NOTHING;
  switch (FAMILY_FACTS[family].words) {
    case 'vlt':
      return zeroMeansLinkLost(family) && word === 0 ? { ...NOTHING, run: 'link-lost' } : vlt(word);
    case 'vacon-nx':
    case 'vacon-100':
      return vacon(word);
    case 'profidrive':
      return profidrive(word);
    case 'none':
      return NOTHING;
  }
}

function vlt(word: number): Status {
  const tripped = hasBit(word, 3) || hasBit(word, 6);
  return {
    run: runState(tripped, hasBit(word, 11), hasBit(word, 0) && hasBit(word, 1)),
    operating: hasBit(word, 11),
    warning: hasBit(word, 7) || hasBit(word, 4),
    tripLock: hasBit(word, 6),
    atReference: hasBit(word, 8),
  };
}

function vacon(word: number): Status {
  return {
    run: runState(hasBit(word, 3), hasBit(word, 1), hasBit(word, 0)),
    operating: hasBit(word, 1),
    warning: hasBit(word, 4),
    tripLock: undefined,
    atReference: hasBit(word, 5),
  };
}

function profidrive(word: number): Status {
  return {
    run: runState(hasBit(word, 3), hasBit(word, 2), hasBit(word, 0) && !hasBit(word, 6)),
    operating: hasBit(word, 2),
    warning: hasBit(word, 7),
    tripLock: undefined,
    atReference: hasBit(word, 8),
  };
}

function runState(tripped: boolean, operating: boolean, ready: boolean): RunState {
  if (tripped) return 'tripped';
  if (operating) return 'running';
  return ready ? 'ready' : 'not-ready';
}
