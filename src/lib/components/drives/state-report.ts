import { decodeState } from '$lib/domain/plant/decode-state';
import { controlPlace, type ControlPlace } from '$lib/domain/plant/control-place';
import type { Confidence } from '$lib/domain/plant/confidence';
import type { Ne107 } from '$lib/domain/plant/drive-state';
import type { Family } from '$lib/domain/plant/families';
import { faultLabel, faultText } from '$lib/domain/plant/faults/fault-text';
import type { StateWords } from '$lib/domain/plant/state-words';
import { isStoDiagnostic, stoReading, type StoReading } from '$lib/domain/plant/sto';
import type { DriveStatus } from '$lib/live/drive-board.svelte';
import { MARKS } from '$lib/protocol/frame';
import { RUN_WORDS } from './drive-look';

/** One thing that holds besides the run state: a word, and a sentence that says what it means here. */
interface StateFact {
  word: string;
  detail: string;
}

/** A drive's state, ready to read. */
export interface StateReport {
  /** `tripped`; `last tripped` when the news is old; `never heard`. */
  headline: string;
  /** True when the headline is what the drive does now. */
  isNow: boolean;
  fault: { label: string; detail: string } | undefined;
  ne107: { letter: Exclude<Ne107, undefined>; words: string } | undefined;
  facts: readonly StateFact[];
}

const NE107_WORDS = {
  F: 'failure',
  C: 'check function',
  S: 'out of specification',
  M: 'maintenance required',
} as const satisfies Record<Exclude<Ne107, undefined>, string>;

const CONFIDENCE_WORDS = {
  high: 'high certainty',
  medium: 'medium certainty',
  low: 'low certainty',
} as const satisfies Record<Confidence, string>;

const PLACE_WORDS = {
  fieldbus: 'fieldbus control',
  panel: 'control from its panel',
  'pc-tool': 'control from an engineering tool',
  io: 'control from its terminals',
  local: 'local control',
  unknown: 'control place not told',
} as const satisfies Record<ControlPlace, string>;

/** Where the drive is controlled from, in words; nothing while what its words say is no news of the drive. */
export const placeWords = (family: Family, status: DriveStatus, words: StateWords): string =>
  status.run === 'link-lost' ? '' : PLACE_WORDS[controlPlace(family, words)];

/**
 * The state of a drive (reference: drives, section 8). Safe torque off is a safe state and said as one; a
 * trip lock says what only somebody at the drive can do; a fault number without a text is never guessed at.
 */
export function stateReport(family: Family, status: DriveStatus | undefined, words: StateWords): StateReport {
  if (status === undefined || status.freshness === 'never') {
    return { headline: 'never heard', isNow: false, fault: undefined, ne107: undefined, facts: [] };
  }
  if (status.run === 'link-lost') {
    return {
      headline: 'link to the drive lost',
      isNow: false,
      fault: undefined,
      ne107: undefined,
      facts: [],
    };
  }
  const isNow = status.freshness === 'live' || status.freshness === 'stale';
  const run = RUN_WORDS[status.run];
  const letter = decodeState(family, words).ne107;
  return {
    headline: isNow ? run : `last ${run}`,
    isNow,
    fault: status.faultCode ? faultOf(family, status.faultCode) : undefined,
    ne107: letter && { letter, words: NE107_WORDS[letter] },
    facts: factsOf(family, status, words),
  };
}

function faultOf(family: Family, code: number): StateReport['fault'] {
  const known = faultText(family, code);
  if (known === undefined) {
    return { label: faultLabel(family, code), detail: 'no list that can be trusted names this number' };
  }
  const ids = known.unverifiedIds?.length ? `; IDs ${known.unverifiedIds.join(', ')} not confirmed` : '';
  return {
    label: faultLabel(family, code),
    detail: `${known.className}; text of ${CONFIDENCE_WORDS[known.confidence]}${ids}`,
  };
}

function factsOf(family: Family, { marks, faultCode }: DriveStatus, words: StateWords): StateFact[] {
  const has = (bit: number) => (marks & bit) !== 0;
  const facts: StateFact[] = [];
  if (has(MARKS.warning)) facts.push({ word: 'warning', detail: 'the drive warns and goes on' });
  if (has(MARKS.tripLock)) {
    facts.push({ word: 'trip lock', detail: 'needs mains off and on at the drive, by hand' });
  }
  if (has(MARKS.sto)) facts.push(stoFact(stoReading(family, words)));
  if (faultCode !== undefined && isStoDiagnostic(family, faultCode)) {
    facts.push({
      word: 'safety circuit',
      detail: 'reports itself faulty: cleared by repair and a functional test by qualified staff',
    });
  }
  if (has(MARKS.local)) {
    const place = controlPlace(family, words);
    facts.push({
      word: 'local',
      detail: `${PLACE_WORDS[place === 'unknown' ? 'local' : place]}; often lawful maintenance`,
    });
  }
  if (has(MARKS.held)) {
    facts.push({ word: 'held by our database', detail: 'the gateway keeps what we cannot take at present' });
  }
  return facts;
}

const stoFact = ({ from, confidence }: StoReading): StateFact => ({
  word: 'safe torque off',
  detail:
    from === 'nothing'
      ? 'the safe state; where it is known from is not told'
      : `the safe state; known from the ${from}, ${CONFIDENCE_WORDS[confidence]}`,
});
