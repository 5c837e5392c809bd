import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AckQueue } from './ack-queue';

it('acknowledges in the order of arrival, never before the commit, whatever the order of commits', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 60 })
        .chain((n) => fc.shuffledSubarray([...Array(n).keys()], { minLength: n })),
      (commits) => {
        const queue = new AckQueue();
        const sent: number[] = [];
        const committed = new Set<number>();
        const ready = commits.map((_, i) => queue.add(() => sent.push(i)));
        for (const i of commits) {
          committed.add(i);
          ready[i]!();
          expect(sent).toEqual([...sent.keys()]);
          expect(sent.every((j) => committed.has(j))).toBe(true);
        }
        expect(sent.length).toBe(commits.length);
      },
    ),
  );
});

it('a message taken in later waits behind one that is not committed', () => {
  const queue = new AckQueue();
  const sent: string[] = [];
  const first = queue.add(() => sent.push('first'));
  const second = queue.add(() => sent.push('second'));
  second();
  expect(sent).toEqual([]);
  first();
  expect(sent).toEqual(['first', 'second']);
});
