import { isInRange, readRange, type VersionRange } from '../assets/version-range';
import type { AdvisedProduct, Statement } from './advisory';

/** What one source says of one installed version. `not-listed` is no word on it, `outside` is beyond a bound. */
export type Says =
  'affected' | 'disputed' | 'needs-a-look' | 'no-version' | 'not-affected' | 'outside' | 'not-listed';

export interface Saying {
  says: Says;
  /** What was assumed on the way. */
  notes: readonly string[];
}

/** What a statement says of the product it is about, and that product. */
export interface About {
  statement: Statement;
  product: AdvisedProduct;
}

/**
 * What a source says of an installed version by all that it states of a product. A statement by default counts only
 * where no other reaches the version; of one entry with two readings that differ, the source disputes with itself.
 */
export function sayingOf(statements: readonly About[], installed: string | undefined): Saying {
  const each = statements.map((about) => ({ ...about, ...readOne(about, installed) }));
  const listed = each.filter(({ statement }) => statement.isDefault !== true);
  const decided = listed.filter(({ says }) => says !== 'outside' && says !== 'not-listed');
  const counted = decided.length > 0 ? decided : each.filter(({ statement }) => statement.isDefault);
  const speaking = counted.length > 0 ? counted : listed;
  const says = gathered(speaking.map((one) => one.says));
  return {
    says,
    notes: [...new Set(speaking.filter((one) => one.says === says).flatMap(({ notes }) => notes))],
  };
}

/** Sources beside each other: who says affected and who says not dispute; nothing uncertain is ever clear. */
export function gathered(all: readonly Says[]): Says {
  const has = (...wanted: Says[]) => wanted.some((says) => all.includes(says));
  if (has('disputed') || (has('affected') && has('not-affected', 'outside'))) return 'disputed';
  for (const says of ['affected', 'needs-a-look', 'no-version', 'not-affected', 'outside'] as const)
    if (has(says)) return says;
  return 'not-listed';
}

function readOne({ statement, product }: About, installed: string | undefined): Saying {
  const readings = product.versions.map((text) => isInRange(rangeOf(text), installed));
  const verdicts = new Set(readings.map(({ verdict }) => verdict));
  const notes = readings.flatMap((reading) => reading.notes);
  if (verdicts.size > 1)
    return { says: 'disputed', notes: [...notes, `the entry says ${product.versions.join(' and ')}`] };
  const [verdict = 'needs-a-look'] = verdicts;
  if (verdict === 'needs-a-look' || verdict === 'no-version') return { says: verdict, notes };
  if (verdict === 'in') return { says: SAID[statement.status], notes };
  if (statement.status !== 'affected') return { says: 'not-listed', notes };
  const isBounded = statement.isClosed === true || product.versions.some(hasBound);
  return { says: isBounded ? 'outside' : 'not-listed', notes };
}

const SAID = {
  affected: 'affected',
  'not-affected': 'not-affected',
  fixed: 'not-affected',
  'under-investigation': 'needs-a-look',
} as const;

/** A list of single versions leaves the others unsaid; a range has an end. */
function hasBound(text: string): boolean {
  const range = rangeOf(text);
  return range.kind === 'constraints' && range.constraints.some(({ operator }) => operator !== '=');
}

const RANGES = new Map<string, VersionRange>();
/** Far more than real advisories hold; beyond it reading begins anew. */
const MOST_RANGES = 50_000;

function rangeOf(text: string): VersionRange {
  const known = RANGES.get(text);
  if (known !== undefined) return known;
  if (RANGES.size >= MOST_RANGES) RANGES.clear();
  const range = readRange(text);
  RANGES.set(text, range);
  return range;
}
