import { z } from 'zod';
import { DomainError } from '../../../domain/errors';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 500;

/** `limit` and `cursor`, as every list takes them. */
export const paging = {
  limit: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(MAX_LIMIT, `must be at most ${MAX_LIMIT}`)
    .default(DEFAULT_LIMIT),
  cursor: z.string().max(400).optional(),
};

const position = z.tuple([z.string(), z.union([z.string(), z.number()])]);

/** A moment to search from or until. */
export const searchMoment = z.iso
  .datetime({ offset: true, error: 'must be a moment such as 2026-11-20T09:00:00Z' })
  .optional();

/** Text to look for; the database knows no NUL, so nothing with one is ever found. */
export const searchText = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\0]*$/, 'holds a NUL')
    .optional();

/** Where a list goes on, as an opaque text: it names its list, so that one list's cursor does not pass in another. */
export const encodeCursor = (list: string, last: string | number): string =>
  Buffer.from(JSON.stringify([list, last])).toString('base64url');

/** The position in a cursor; throws `input.invalid` for anything that this list did not hand out. */
export function decodeCursor(list: string, cursor: string | undefined): string | number | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [of, last] = position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (of === list) return last;
  } catch {
    // Falls through to the one answer for all of them.
  }
  throw new DomainError('input.invalid', undefined, {
    issues: [{ path: 'cursor', message: 'is not a cursor of this list' }],
  });
}

/** As `decodeCursor`, for lists whose position is a whole number. */
export function numericCursor(list: string, cursor: string | undefined): number | undefined {
  const at = decodeCursor(list, cursor);
  if (at === undefined) return undefined;
  if (typeof at === 'number' && Number.isSafeInteger(at)) return at;
  throw new DomainError('input.invalid', undefined, {
    issues: [{ path: 'cursor', message: 'is not a cursor of this list' }],
  });
}

interface Page<T> {
  items: T[];
  next: string | null;
}

/**
 * A page of a list that is whole in memory, ordered by id, beginning after the cursor's id: stable while
 * other things come and go.
 */
export function pageById<T extends { id: string }>(
  list: string,
  all: readonly T[],
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Page<T> {
  const after = decodeCursor(list, cursor);
  const sorted = [...all].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const rest = after === undefined ? sorted : sorted.filter((one) => one.id > String(after));
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rest.length > limit && last !== undefined ? encodeCursor(list, last.id) : null };
}
