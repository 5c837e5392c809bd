import { expect, it } from 'vitest';
import type { StepOutcome } from '../executor';
import { inDoubt } from './in-doubt';

const done: StepOutcome = { kind: 'succeeded', text: 'signed' };
const nothing = async () => undefined;
/** A database whose answer to a commit is lost. */
const lossy = {
  transaction: async (work: (tx: never) => Promise<unknown>) => {
    await work(undefined as never);
    throw new Error('connection lost');
  },
} as never;
const rolling = { transaction: (work: (tx: never) => Promise<unknown>) => work(undefined as never) } as never;

it('what goes wrong before the commit has failed', async () => {
  const work = () => Promise.reject(new Error('no such request'));
  expect(await inDoubt(rolling, work, nothing)).toEqual({ kind: 'failed', text: 'no such request' });
});

it('a commit whose answer was lost is unknown, unless it can be looked up', async () => {
  expect(await inDoubt(lossy, async () => done, nothing)).toMatchObject({ kind: 'unknown' });
  expect(
    await inDoubt(
      lossy,
      async () => done,
      async () => done,
    ),
  ).toEqual(done);
  const away = () => Promise.reject(new Error('away'));
  expect(await inDoubt(lossy, async () => done, away)).toMatchObject({ kind: 'unknown' });
});
