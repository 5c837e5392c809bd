import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type Instant } from '../time';

/** How often somebody has tried to sign in without success, by pair of account and address, or by address. */
export interface Attempts {
  failures: number;
  lastFailureAt: Instant;
  /** When the pair last succeeded. */
  lastSuccessAt: Instant | undefined;
  blockedUntil: Instant | undefined;
}

interface AttemptRule {
  /** Failures that cost nothing: people mistype. */
  free: number;
  longestMs: number;
}

/**
 * Waiting doubles with each further failure. An account alone is never blocked, only the pair of account
 * and address: whoever guesses at somebody's password from one machine cannot keep that person out at
 * another. An address waits a minute at most, and pairs that succeeded before do not wait for it at all:
 * one bad guesser behind a shared address shuts nobody out.
 */
export const ATTEMPT_RULES = {
  pair: { free: 5, longestMs: 15 * MINUTE_MS },
  address: { free: 20, longestMs: MINUTE_MS },
} as const satisfies Record<string, AttemptRule>;

export type AttemptKind = keyof typeof ATTEMPT_RULES;

/** Failures older than this are forgotten. */
const FORGOTTEN_AFTER_MS = 2 * HOUR_MS;
/** How long a success makes the pair independent of its address. */
const KNOWN_FOR_MS = 30 * DAY_MS;

export const NO_ATTEMPTS: Attempts = {
  failures: 0,
  lastFailureAt: 0,
  lastSuccessAt: undefined,
  blockedUntil: undefined,
};

/** Milliseconds to wait before the next attempt; 0 when it may be made now. */
export const waitMs = (attempts: Attempts, now: Instant): number =>
  Math.max(0, (attempts.blockedUntil ?? 0) - now);

/** Whether this pair signed in lately, and so does not wait for others at its address. */
export const isKnownPair = (pair: Attempts, now: Instant): boolean =>
  pair.lastSuccessAt !== undefined && now - pair.lastSuccessAt < KNOWN_FOR_MS;

/**
 * Counts an attempt before its password is looked at, so that many at once do not all pass unseen. A
 * success takes it back.
 */
export function countAttempt(kind: AttemptKind, before: Attempts, now: Instant): Attempts {
  const failures = (now - before.lastFailureAt > FORGOTTEN_AFTER_MS ? 0 : before.failures) + 1;
  return { ...before, failures, lastFailureAt: now, blockedUntil: blockedUntil(kind, failures, now) };
}

/** After a success: the pair begins anew; its address gets back this one attempt and no more. */
export function attemptSucceeded(kind: AttemptKind, counted: Attempts, now: Instant): Attempts {
  if (kind === 'pair') return { ...NO_ATTEMPTS, lastFailureAt: counted.lastFailureAt, lastSuccessAt: now };
  const failures = Math.max(0, counted.failures - 1);
  return { ...counted, failures, blockedUntil: blockedUntil(kind, failures, counted.lastFailureAt) };
}

function blockedUntil(kind: AttemptKind, failures: number, from: Instant): Instant | undefined {
  const { free, longestMs } = ATTEMPT_RULES[kind];
  if (failures < free) return undefined;
  return from + Math.min(longestMs, SECOND_MS * 2 ** (failures - free));
}
