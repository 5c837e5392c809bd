import { expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../time';
import {
  attemptSucceeded,
  ATTEMPT_RULES,
  countAttempt,
  isKnownPair,
  NO_ATTEMPTS,
  waitMs,
  type AttemptKind,
} from './attempts';

function after(kind: AttemptKind, failures: number, now = 0) {
  let attempts = NO_ATTEMPTS;
  for (let i = 0; i < failures; i++) attempts = countAttempt(kind, attempts, now);
  return attempts;
}

it('the first mistakes cost nothing, each further one doubles the wait, and there is a longest', () => {
  const waits = [1, 4, 5, 6, 7, 30].map((failures) => waitMs(after('pair', failures), 0));
  expect(waits).toEqual([0, 0, 1_000, 2_000, 4_000, ATTEMPT_RULES.pair.longestMs]);
  expect(waitMs(after('address', 19), 0)).toBe(0);
  expect(waitMs(after('address', 500), 0)).toBe(MINUTE_MS);
});

it('waiting ends', () => {
  expect(waitMs(after('pair', 6), 1_999)).toBe(1);
  expect(waitMs(after('pair', 6), 2_000)).toBe(0);
});

it('a success clears the pair and makes it known there', () => {
  const pair = attemptSucceeded('pair', after('pair', 9), 0);
  expect(pair).toMatchObject({ failures: 0, blockedUntil: undefined, lastSuccessAt: 0 });
  expect(isKnownPair(pair, HOUR_MS)).toBe(true);
  expect(isKnownPair(pair, 1_000 * HOUR_MS)).toBe(false);
  expect(isKnownPair(NO_ATTEMPTS, 0)).toBe(false);
});

it('a success does not wash an address clean: it takes back its own attempt only', () => {
  const address = after('address', 25);
  expect(attemptSucceeded('address', address, 0).failures).toBe(24);
  expect(waitMs(attemptSucceeded('address', address, 0), 0)).toBe(16_000);
});

it('old failures are forgotten', () => {
  const old = after('pair', 8);
  expect(countAttempt('pair', old, 3 * HOUR_MS).failures).toBe(1);
  expect(countAttempt('pair', old, HOUR_MS).failures).toBe(9);
});
