import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeCursor, encodeCursor, numericCursor, pageById } from './cursor';

it('page after page gives every item once and in order, whatever the limit', () => {
  const whole = fc.property(
    fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 40 }),
    fc.integer({ min: 1, max: 9 }),
    (ids, limit) => {
      const all = ids.map((id) => ({ id }));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = pageById('things', all, { limit, cursor });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return JSON.stringify(seen) === JSON.stringify([...ids].sort((a, b) => (a < b ? -1 : 1)));
    },
  );
  expect(fc.check(whole)).toMatchObject({ failed: false });
});

it('a cursor holds when what it names is gone', () => {
  const cursor = encodeCursor('things', 'b');
  expect(pageById('things', [{ id: 'a' }, { id: 'c' }], { limit: 5, cursor }).items).toEqual([{ id: 'c' }]);
});

it.each(['', 'x', encodeCursor('others', 'b'), Buffer.from('{}').toString('base64url'), '../../etc/passwd'])(
  'what this list did not hand out is refused: %s',
  (cursor) => expect(() => decodeCursor('things', cursor)).toThrow(),
);

it('a list with numbers takes no names', () => {
  expect(numericCursor('rows', encodeCursor('rows', 7))).toBe(7);
  expect(() => numericCursor('rows', encodeCursor('rows', 'seven'))).toThrow();
});

it.each([1.5, 1e300, -1e30])(
  'a number that no row can have is refused before the database meets it: %s',
  (at) => expect(() => numericCursor('rows', encodeCursor('rows', at))).toThrow(),
);
