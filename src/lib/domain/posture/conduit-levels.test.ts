import { expect, it } from 'vitest';
import { conduitLevels } from './conduit-levels';
import { FRS } from './fr';

const end = (target: number, confirmed: number, possible: number) => ({
  levels: FRS.map((fr) => ({ fr, target, confirmed, possible })),
});

it('a conduit is as strong as its weaker end, and has to suit the higher target', () => {
  expect(conduitLevels([end(2, 2, 4), end(1, 1, 3)])?.[4]).toEqual({
    fr: 5,
    target: 2,
    confirmed: 1,
    possible: 3,
  });
});

it('what lies outside is not judged, and of what is hidden nothing is confirmed', () => {
  expect(conduitLevels([end(2, 2, 3), 'outside'])?.[0]).toMatchObject({
    target: 2,
    confirmed: 2,
    possible: 3,
  });
  expect(conduitLevels([end(2, 2, 3), 'hidden'])?.[0]).toMatchObject({ confirmed: 0, possible: 3 });
  expect(conduitLevels(['hidden', 'outside'])).toBeUndefined();
});
