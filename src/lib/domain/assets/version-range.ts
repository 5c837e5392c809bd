import { compareVersions, isVersion, type Comparison } from './version';

const OPERATORS = ['>=', '<=', '!=', '>', '<', '='] as const;
type Operator = (typeof OPERATORS)[number];
interface Constraint {
  operator: Operator;
  version: string;
}

/** Versions that an advisory speaks of; `unparsed` is read by a person. */
export type VersionRange =
  | { kind: 'all' }
  | { kind: 'constraints'; constraints: readonly Constraint[] }
  | { kind: 'unparsed'; text: string };

/** Whether an installed version is meant: never silently out (reference: vulnerabilities-lifecycle, 5). */
export interface RangeVerdict {
  verdict: 'in' | 'out' | 'needs-a-look' | 'no-version';
  notes: readonly string[];
}

const LONGEST_RANGE = 1_000;
const MOST_CONSTRAINTS = 50;

/**
 * Reads a range as CSAF writes it: `vers:all/*`, `vers:<scheme>/...`, or the constraint part alone. A bar divides
 * the two sides of a range as well as single versions. Prose is not guessed at.
 */
export function readRange(text: string): VersionRange {
  const unparsed: VersionRange = { kind: 'unparsed', text };
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_RANGE) return unparsed;
  const scheme = /^vers:[a-z0-9.-]+\/(.*)$/is.exec(trimmed);
  const body = scheme?.[1] ?? trimmed;
  if (body === '*') return { kind: 'all' };
  const parts = body.split('|');
  if (parts.length > MOST_CONSTRAINTS) return unparsed;
  const constraints = parts.map(constraintOf);
  return constraints.every((constraint) => constraint !== undefined)
    ? { kind: 'constraints', constraints }
    : unparsed;
}

function constraintOf(part: string): Constraint | undefined {
  const text = part.trim();
  const operator = OPERATORS.find((sign) => text.startsWith(sign));
  const version = text.slice(operator?.length ?? 0).trim();
  return isVersion(version) ? { operator: operator ?? '=', version } : undefined;
}

/** Whether `installed` is in the range. Without a known version only a range of everything can say. */
export function isInRange(range: VersionRange, installed: string | undefined): RangeVerdict {
  if (range.kind === 'all') return { verdict: 'in', notes: [] };
  if (range.kind === 'unparsed')
    return { verdict: 'needs-a-look', notes: [`“${range.text.slice(0, 200)}” is prose`] };
  if (installed === undefined || installed.trim() === '') return { verdict: 'no-version', notes: [] };
  const compared = range.constraints.map((constraint) => ({
    ...constraint,
    comparison: compareVersions(installed, constraint.version),
  }));
  const notes = [...new Set(compared.flatMap(({ comparison }) => comparison.notes))];
  const orders = compared.map(({ operator, comparison }) => ({ operator, order: comparison.order }));
  if (orders.some(({ order }) => order === 'unclear')) return { verdict: 'needs-a-look', notes };
  return { verdict: holds(orders) ? 'in' : 'out', notes };
}

type Compared = { operator: Operator; order: Comparison['order'] };

/** As `vers` has it: single versions first, exclusions next, then what lies between two neighbouring bounds. */
function holds(all: readonly Compared[]): boolean {
  if (all.some(({ operator, order }) => operator === '=' && order === 'same')) return true;
  if (all.some(({ operator, order }) => operator === '!=' && order === 'same')) return false;
  const bounds = all.filter(({ operator }) => operator !== '=' && operator !== '!=');
  if (bounds.length === 0) return all.some(({ operator }) => operator === '!=');
  const intervals: Compared[][] = [];
  for (const bound of bounds) {
    const last = intervals.at(-1);
    if (last?.length === 1 && isLower(last[0]) && !isLower(bound)) last.push(bound);
    else intervals.push([bound]);
  }
  return intervals.some((interval) => interval.every(satisfied));
}

const isLower = (bound: Compared | undefined): boolean => bound?.operator === '>' || bound?.operator === '>=';

function satisfied({ operator, order }: Compared): boolean {
  switch (operator) {
    case '>':
      return order === 'after';
    case '>=':
      return order !== 'before';
    case '<':
      return order === 'before';
    case '<=':
      return order !== 'after';
    default:
      return order === 'same';
  }
}
