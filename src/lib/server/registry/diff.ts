import { isDeepStrictEqual } from 'node:util';
import { noChanges, type Changes } from './import-report';

interface Row {
  id: string;
  ordinal: number;
  removedAt: number | null;
}

/** What differs between the rows there are and the rows a plant file asks for. */
export interface Difference<T> {
  /** Rows that have to be written. */
  writes: T[];
  changes: Changes;
}

/**
 * Compares by id. A row that only took another place in the order is written and not reported; one that
 * was removed and comes back is reported as added.
 */
export function difference<T extends Row>(
  present: readonly T[],
  wanted: readonly T[],
  now: number,
): Difference<T> {
  const before = new Map(present.map((row) => [row.id, row]));
  const result: Difference<T> = { writes: [], changes: noChanges() };
  for (const row of wanted) {
    const old = before.get(row.id);
    before.delete(row.id);
    if (old !== undefined && isSame(old, row)) continue;
    result.writes.push(row);
    if (old === undefined || old.removedAt !== null) result.changes.added.push(row.id);
    else if (!isSame({ ...old, ordinal: row.ordinal }, row)) result.changes.changed.push(row.id);
  }
  for (const row of before.values()) {
    if (row.removedAt !== null) continue;
    result.writes.push({ ...row, removedAt: now });
    result.changes.removed.push(row.id);
  }
  return result;
}

/** Equality as the database keeps things: `undefined` within JSON is absence, order of fields is nothing. */
export const isSame = (a: object, b: object): boolean => isDeepStrictEqual(asStored(a), asStored(b));

const asStored = (value: object): unknown => JSON.parse(JSON.stringify(value));
