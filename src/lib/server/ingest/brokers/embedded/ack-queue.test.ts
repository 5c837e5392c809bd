import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AckQueue } from './ack-queue';

const never = () => {
  throw new Error('nothing fails here');
};

/** A commit that is made, or fails, when it is told to. */
function aCommit() {
  let make = (): void => undefined;
  let fail = (_: Error): void => undefined;
  const committed = new Promise<void>((resolve, reject) => {
    make = resolve;
    fail = reject;
  });
  return { committed, make, fail };
}

it('acknowledges in the order of arrival, never before the commit, whatever the order of commits', async () => {
  /** Of each message its commit: some share one, as messages of one transaction do. */
  const messages = fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: 60 });
  const order = fc.shuffledSubarray([...Array(9).keys()], { minLength: 9 });
  await fc.assert(
    fc.asyncProperty(messages, order, async (commitOf, commits) => {
      const sent: number[] = [];
      const queue = new AckQueue((ack) => void sent.push(ack), never);
      const all = commits.map(aCommit);
      const made = new Set<number>();
      commitOf.forEach((commit, i) => queue.add(i, all[commit]!.committed));
      for (const commit of commits) {
        made.add(commit);
        all[commit]!.make();
        await all[commit]!.committed;
        const firstOpen = commitOf.findIndex((of) => !made.has(of));
        expect(sent).toEqual([...Array(firstOpen < 0 ? commitOf.length : firstOpen).keys()]);
      }
    }),
  );
});

it('a message taken in later waits behind one that is not committed', async () => {
  const sent: number[] = [];
  const queue = new AckQueue((ack) => void sent.push(ack), never);
  const [first, second] = [aCommit(), aCommit()];
  queue.add(1, first.committed);
  queue.add(2, second.committed);
  second.make();
  await second.committed;
  expect(sent).toEqual([]);
  first.make();
  await first.committed;
  expect(sent).toEqual([1, 2]);
});

it('acknowledges what comes after its commit was made, too', async () => {
  const sent: number[] = [];
  const queue = new AckQueue((ack) => void sent.push(ack), never);
  const done = Promise.resolve();
  queue.add(1, done);
  await done;
  queue.add(2, done);
  await done;
  expect(sent).toEqual([1, 2]);
});

it('tells what is never acknowledged because its commit failed, and acknowledges nothing behind it', async () => {
  const sent: number[] = [];
  const lost: unknown[] = [];
  const queue = new AckQueue(
    (ack) => void sent.push(ack),
    (acks, error) => void lost.push([...acks, error]),
  );
  const [first, second] = [aCommit(), aCommit()];
  queue.add(1, first.committed);
  queue.add(2, first.committed);
  queue.add(3, second.committed);
  const fault = new Error('fault');
  first.fail(fault);
  second.make();
  await first.committed.catch(() => undefined);
  await second.committed;
  expect(lost).toEqual([[1, 2, fault]]);
  expect(sent).toEqual([]);
});
