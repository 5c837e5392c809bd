import type { DriveId } from '../../ids';
import type { Found, FoundValue } from './found';
import {
  TIME_UNITS,
  type Claim,
  type Comparison,
  type DriveClaim,
  type Operator,
  type Term,
  type Time,
} from './statement';

/** One thing that was looked at, and whether it is as the statement says. */
export interface Reading {
  readonly drive: DriveId | null;
  readonly found: string;
  readonly isKnown: boolean;
  readonly holds: boolean;
}

export interface Judged {
  readonly holds: boolean;
  readonly readings: readonly Reading[];
  /** What a variable takes: the first value that was found; undefined when nothing current was. */
  readonly value: string | undefined;
}

/**
 * Whether a statement holds, by what was found where it looks. Only what is current counts: what is stale, lost or
 * unknown neither holds nor speaks against "any"; it does speak against "every", "no" and "one". Where nothing was
 * found at all, nothing holds.
 */
export function judgeClaim(claim: Claim, found: readonly Found[]): Judged {
  const test = testOf(claim);
  const wanted = !isNone(claim);
  const readings = found.map(({ drive, name, value }): Reading => {
    const is = test(value);
    return {
      drive,
      found: found.length > 1 && drive === null ? `${name}: ${value.text}` : value.text,
      isKnown: is !== undefined,
      holds: is === wanted,
    };
  });
  const first = found.find(({ value }) => value.known)?.value;
  return {
    holds: readings.length > 0 && (isAny(claim) ? readings.some(holds) : readings.every(holds)),
    readings,
    value: first?.known === true ? (first.plain ?? first.text) : undefined,
  };
}

const holds = ({ holds: is }: Reading): boolean => is;
const selects = (claim: Claim, of: 'any' | 'no'): boolean =>
  (claim.about === 'drives' || claim.about === 'gateways') && claim.which.of === of;
const isAny = (claim: Claim): boolean => selects(claim, 'any');
/** "No drive is tripped" wants of each that it is not. Alarms and events are counted instead. */
const isNone = (claim: Claim): boolean => selects(claim, 'no');

/** What of a value makes the claim true; undefined when the value does not tell. */
type Test = (value: FoundValue) => boolean | undefined;

/** Unknown values tell nothing, whatever is asked of them. */
const ofKnown =
  (test: (value: FoundValue & { known: true }) => boolean | undefined): Test =>
  (value) =>
    value.known ? test(value) : undefined;

function testOf(claim: Claim): Test {
  switch (claim.about) {
    case 'drives':
      return driveTest(claim.claim);
    case 'gateways':
      return claim.claim.kind === 'fact' ? factTest(claim.claim.test) : compares(claim.claim.comparison);
    case 'alarms':
    case 'events':
      return ofKnown(({ number = NaN }) => (claim.none ? number === 0 : number > 0));
    case 'incident':
      return claim.claim.kind === 'is' ? is(claim.claim.not) : compares(claim.claim.comparison);
    case 'command':
      return compares(claim.comparison);
    case 'person':
      return is(claim.not);
    case 'audit':
      return is(false);
  }
}

function driveTest(claim: DriveClaim): Test {
  switch (claim.kind) {
    case 'signal':
      return compares(claim.comparison);
    case 'signal-is':
      return isThere(claim.not);
    case 'state':
      return is(claim.not);
    case 'fact':
      return factTest(claim.test);
  }
}

const is = (not: boolean): Test =>
  ofKnown((value) => (value.is === undefined ? undefined : value.is !== not));

/** The one question that has an answer where nothing is known. */
const isThere =
  (not: boolean): Test =>
  (value) =>
    value.known !== not;

const factTest = (test: Comparison | { op: 'known'; not: boolean }): Test =>
  test.op === 'known' ? isThere(test.not) : compares(test);

const compares = (comparison: Comparison): Test =>
  ofKnown((value) =>
    comparison.op === 'in'
      ? comparison.values.some((one) => equals(value, textOf(one)))
      : compare(value, comparison.op, textOf(comparison.value)),
  );

function compare(value: FoundValue & { known: true }, op: Operator, literal: string): boolean | undefined {
  if (op === '=') return equals(value, literal);
  if (op === '!=') return !equals(value, literal);
  const [left, right] = [value.number, numberOf(literal)];
  if (left === undefined || right === undefined) return undefined;
  switch (op) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

/** Numbers are equal as numbers; text is, as text: version 2.10 is not version 2.1. */
function equals({ number, plain, text }: FoundValue & { known: true }, literal: string): boolean {
  const other = numberOf(literal);
  return number !== undefined && other !== undefined ? number === other : (plain ?? text) === literal;
}

function numberOf(text: string): number | undefined {
  const value = text === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** What a term says; '' for a variable that nobody filled in, which is no name of anything. */
export const textOf = (term: Term): string => (term.kind === 'text' ? term.text : '');

/** A time in milliseconds; NaN when it was not filled in. */
export const timeMs = ({ amount, unit }: Time): number =>
  amount.kind === 'text' ? Number(amount.text) * TIME_UNITS[unit] : NaN;
