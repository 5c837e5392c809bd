/** How two versions stand to each other; `unclear` when nobody could say without knowing the product's scheme. */
export interface Comparison {
  order: 'before' | 'same' | 'after' | 'unclear';
  /** What was assumed on the way, in words, to be shown beside the verdict. */
  notes: readonly string[];
}

/** Longer numbers are no longer exact. */
const LONGEST_NUMBER = 15;
const LONGEST_VERSION = 100;

/**
 * Compares two firmware versions run by run (reference: vulnerabilities-lifecycle, 5.2). Firmware is not semver: runs
 * of digits compare as numbers, letters as letters, a missing number counts as 0. A leading V or R is left out
 * only where one side lacks it, and that is said. What stands behind a hyphen is a maker's own mark, and tells an
 * order only between versions that have the same one.
 */
export function compareVersions(a: string, b: string): Comparison {
  const notes: string[] = [];
  const [left, right] = withoutLonePrefix(a.trim(), b.trim(), notes);
  if (!isVersion(left) || !isVersion(right)) return { order: 'unclear', notes: [...notes, 'not a version'] };
  const [leftMain = '', ...leftMark] = left.split('-');
  const [rightMain = '', ...rightMark] = right.split('-');
  const main = compareRuns(leftMain, rightMain);
  if (main !== 'same') return { order: main, notes };
  const marks = [leftMark.join('-'), rightMark.join('-')] as const;
  if (marks[0] === marks[1]) return { order: 'same', notes };
  const isSameScheme = lettersOf(marks[0]) !== '' && lettersOf(marks[0]) === lettersOf(marks[1]);
  if (!isSameScheme)
    return { order: 'unclear', notes: [...notes, `“-${marks[0] || marks[1]}” is a mark of the maker`] };
  return { order: compareRuns(marks[0], marks[1]), notes };
}

/** Whether a text can be read as one version: it has a digit and no white space. */
export const isVersion = (text: string): boolean =>
  text.length <= LONGEST_VERSION && /^[0-9A-Za-z._+~:-]+$/.test(text) && /\d/.test(text);

/** Drops a leading V or R where only one side has it. */
function withoutLonePrefix(a: string, b: string, notes: string[]): [string, string] {
  const prefixes = [a, b].map((text) => /^[vr](?=\d)/i.exec(text)?.[0] ?? '');
  const [ofA = '', ofB = ''] = prefixes;
  if (ofA.toLowerCase() === ofB.toLowerCase()) return [a.slice(ofA.length), b.slice(ofB.length)];
  // Different letters in front are different schemes: left standing, they make the versions unlike.
  if (ofA !== '' && ofB !== '') return [a, b];
  notes.push(`the leading ${ofA || ofB} was left out`);
  return [a.slice(ofA.length), b.slice(ofB.length)];
}

const runsOf = (text: string): string[] => text.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
const lettersOf = (text: string): string =>
  runsOf(text)
    .filter((run) => /[a-z]/.test(run))
    .join(' ');

function compareRuns(a: string, b: string): Comparison['order'] {
  const [left, right] = [runsOf(a), runsOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const order = compareRun(left[i], right[i]);
    if (order !== 'same') return i === 0 && isWord(left[0]) && isWord(right[0]) ? 'unclear' : order;
  }
  return 'same';
}

const isWord = (run: string | undefined): boolean => run !== undefined && /^[a-z]/.test(run);

function compareRun(a: string | undefined, b: string | undefined): Comparison['order'] {
  const [left, right] = [a ?? otherKind(b), b ?? otherKind(a)];
  if (left === undefined || right === undefined) return 'unclear';
  const areNumbers = [left, right].map((run) => /^\d/.test(run));
  if (areNumbers[0] !== areNumbers[1]) return 'unclear';
  if (areNumbers[0] !== true) return ordered(left < right, left > right);
  if (left.length > LONGEST_NUMBER || right.length > LONGEST_NUMBER) return 'unclear';
  return ordered(Number(left) < Number(right), Number(left) > Number(right));
}

/** What a missing run counts as beside one that is there: 0 beside a number; letters may mean older or newer. */
const otherKind = (run: string | undefined): string | undefined =>
  run !== undefined && /^\d/.test(run) ? '0' : undefined;

const ordered = (isBefore: boolean, isAfter: boolean): Comparison['order'] =>
  isBefore ? 'before' : isAfter ? 'after' : 'same';
