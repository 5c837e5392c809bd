import { pointer } from './finding';
import type { Identifier, Playbook } from './model';

/** One thing that differs between two versions. */
export interface PlaybookChange {
  kind: 'added' | 'removed' | 'changed';
  /** Where: a JSON pointer into the version that has it, the newer one when both have. */
  path: string;
  /** The step that it is in, for changes of the workflow. */
  step: Identifier | undefined;
  before: unknown;
  after: unknown;
}

/** Always different, or no part of the content. */
const LEFT_OUT: ReadonlySet<string> = new Set(['modified', 'signatures']);
const MOST_CHANGES = 500;

/** What `after` changed against `before`, in the order of the older version; signatures and `modified` left out. */
export function comparePlaybooks(before: Playbook, after: Playbook): PlaybookChange[] {
  const changes: PlaybookChange[] = [];
  compare(without(before), without(after), [], changes);
  return changes;
}

const without = (playbook: Playbook): Record<string, unknown> =>
  Object.fromEntries(Object.entries(playbook).filter(([name]) => !LEFT_OUT.has(name)));

function compare(before: unknown, after: unknown, path: readonly string[], changes: PlaybookChange[]): void {
  if (before === after || changes.length >= MOST_CHANGES) return;
  if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after)) {
    changes.push(change('changed', path, before, after));
    return;
  }
  const older = new Map(Object.entries(before));
  const newer = new Map(Object.entries(after));
  for (const [name, value] of older) {
    if (newer.has(name)) compare(value, newer.get(name), [...path, name], changes);
    else changes.push(change('removed', [...path, name], value, undefined));
  }
  for (const [name, value] of newer) {
    if (!older.has(name)) changes.push(change('added', [...path, name], undefined, value));
  }
}

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null;

const change = (
  kind: PlaybookChange['kind'],
  path: readonly string[],
  before: unknown,
  after: unknown,
): PlaybookChange => ({
  kind,
  path: pointer(...path),
  step: path[0] === 'workflow' ? path[1] : undefined,
  before,
  after,
});
