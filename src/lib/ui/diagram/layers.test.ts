import fc from 'fast-check';
import { expect, it } from 'vitest';
import { layered } from './layers';

it('a box stands one column further than the nearest that leads to it', () => {
  const placed = layered(
    ['out', 'a', 'b', 'c', 'alone'],
    [
      ['out', 'a'],
      ['a', 'b'],
      ['c', 'a'],
    ],
    ['out'],
  );
  expect(placed.map(({ id, column }) => [id, column])).toEqual([
    ['out', 0],
    ['a', 1],
    ['b', 2],
    ['c', 2],
    ['alone', 3],
  ]);
});

it('no two boxes stand at one place, whatever is joined', () => {
  const id = fc.integer({ min: 0, max: 12 }).map(String);
  fc.assert(
    fc.property(
      fc.uniqueArray(id),
      fc.array(fc.tuple(id, id)),
      fc.array(id, { maxLength: 2 }),
      (ids, joins, roots) => {
        const placed = layered(ids, joins, roots);
        expect(placed.map((box) => box.id).sort()).toEqual([...ids].sort());
        expect(new Set(placed.map(({ column, row }) => `${column} ${row}`)).size).toBe(ids.length);
      },
    ),
  );
});
