import { linearPattern } from './linear-pattern';
import { misfit, type Value, type Values } from './values';

export interface Literal {
  text: string;
  isQuoted: boolean;
}

export type Comparison =
  | { kind: 'compare'; variable: string; op: '=' | '!=' | '<' | '<=' | '>' | '>='; literal: Literal }
  | { kind: 'in'; variable: string; literals: Literal[] }
  | { kind: 'matches'; variable: string; source: string };

/** Whether it holds; undefined when a value is not known. A fault is one of the playbook's. */
export type Verdict = { holds: boolean | undefined } | { fault: string };

const ORDERED: ReadonlySet<string> = new Set(['integer', 'long', 'float']);
/** Types whose letters mean the same in either case. */
const CASELESS: ReadonlySet<string> = new Set([
  'hexstring',
  'hash',
  'md5-hash',
  'sha256-hash',
  'mac-addr',
  'uuid',
  'ipv6-addr',
]);

/** Compares a variable with what is written beside it, by the variable's declared type. */
export function compare(comparison: Comparison, values: Values): Verdict {
  const { variable } = comparison;
  const known = Object.hasOwn(values, variable) ? values[variable] : undefined;
  if (known === undefined) return { fault: `${variable} is not declared` };
  if (known.type === 'dictionary') return { fault: `${variable} is a dictionary, which cannot be compared` };
  switch (comparison.kind) {
    case 'matches':
      return matches(known, comparison.source);
    case 'in':
      return among(known, comparison.literals, variable);
    case 'compare':
      return ordered(known, comparison.op, comparison.literal, variable);
  }
}

function matches({ value }: Value, source: string): Verdict {
  if (value === null) return { holds: undefined };
  const pattern = linearPattern(source);
  return typeof pattern === 'string' ? { fault: `the pattern ${pattern}` } : { holds: pattern.test(value) };
}

function among(known: Value, literals: readonly Literal[], name: string): Verdict {
  for (const literal of literals) {
    const verdict = ordered(known, '=', literal, name);
    if ('fault' in verdict || verdict.holds !== false) return verdict;
  }
  return { holds: false };
}

function ordered(
  { type, value }: Value,
  op: (Comparison & { kind: 'compare' })['op'],
  { text }: Literal,
  name: string,
): Verdict {
  const fault = misfit(type, text);
  if (fault !== undefined)
    return { fault: `${name} is compared with ${JSON.stringify(text)}, which ${fault}` };
  const isOrder = op !== '=' && op !== '!=';
  if (isOrder && !ORDERED.has(type)) return { fault: `${name} is a ${type}, which has no order` };
  if (value === null) return { holds: undefined };
  if (value === '' || text === '') {
    return isOrder ? { holds: undefined } : { holds: (value === text) === (op === '=') };
  }
  return { holds: OPERATORS[op](difference(type, value, text)) };
}

const OPERATORS: Readonly<Record<(Comparison & { kind: 'compare' })['op'], (difference: number) => boolean>> =
  {
    '=': (difference) => difference === 0,
    '!=': (difference) => difference !== 0,
    '<': (difference) => difference < 0,
    '<=': (difference) => difference <= 0,
    '>': (difference) => difference > 0,
    '>=': (difference) => difference >= 0,
  };

/** Negative, 0 or positive, as the one is less than, equal to or more than the other. */
function difference(type: string, one: string, other: string): number {
  if (type === 'float') return Number(one) - Number(other);
  if (ORDERED.has(type)) {
    const [a, b] = [BigInt(one), BigInt(other)];
    return a === b ? 0 : a < b ? -1 : 1;
  }
  const [a, b] = CASELESS.has(type) ? [one.toLowerCase(), other.toLowerCase()] : [one, other];
  return a === b ? 0 : a < b ? -1 : 1;
}
