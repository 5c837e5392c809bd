import type { Instant } from '../time';

/** Where an asset stands with a vulnerability. Only `open` asks for somebody; the others each have their reason. */
export const MATCH_STATES = {
  open: 'Open',
  accepted: 'Accepted',
  mitigated: 'Mitigated',
  fixed: 'Fixed',
  'not-affected': 'Not affected',
} as const;
export type MatchState = keyof typeof MATCH_STATES;

/** What a person may decide. Confirming says that the asset really is meant; it stays open. */
export const DECISIONS = {
  confirm: 'open',
  accept: 'accepted',
  mitigate: 'mitigated',
  fix: 'fixed',
  'not-affected': 'not-affected',
  reopen: 'open',
} as const satisfies Record<string, MatchState>;
export type DecisionKind = keyof typeof DECISIONS;

/** What is known of a match when it is asked where it stands. */
export interface Decided {
  state: MatchState;
  /** Until when an acceptance holds. */
  expiresAt: Instant | null;
}

/** Where it stands at `now`: an acceptance that ran out is open again, without anybody doing anything. */
export const stateAt = ({ state, expiresAt }: Decided, now: Instant): MatchState =>
  state === 'accepted' && expiresAt !== null && expiresAt <= now ? 'open' : state;

/** Whether it still counts against the zone: accepted risk is shown beside the result and never subtracted. */
export const isInDoubt = (decided: Decided, now: Instant): boolean => {
  const state = stateAt(decided, now);
  return state === 'open' || state === 'accepted';
};

/**
 * Whether a decision outlives a newer revision (CSAF 2.1, clause 13): it does while what it rests on, the versions
 * that are meant and what is to be done about them, is what it was. A person who says that an asset is not meant is
 * asked again, too, when that changes.
 */
export const outlives = (decidedBasis: string | null, basis: string): boolean => decidedBasis === basis;
