import { expect, it } from 'vitest';
import { aSnapshot } from '../../../../tests/support/durable-snapshot';
import { audienceOf } from '../../domain/access/visibility';
import { systemActor } from '../../domain/access/roles';
import { DomainError } from '../../domain/errors';
import type { StreamEntry, StreamFeed } from './stream-feed';
import { StreamCursor } from './stream-cursor';

const viewer = {
  audience: audienceOf(systemActor('test'), { zones: [] }),
  isAdministrator: true,
  key: 'all',
};

/** A stream of `head` entries, read three at a time, and a client that writes down what it gets. */
function bench() {
  const got: string[] = [];
  const state = { head: 10, ready: true, away: false, snapshots: 0 };
  const entry = (seq: number): StreamEntry => ({
    seq,
    at: seq,
    zone: null,
    site: null,
    audience: 'everybody',
    // Every fourth entry is one that this program does not understand.
    event: seq % 4 === 0 ? undefined : { type: 'notice.cleared', key: `${seq}`, at: seq },
  });
  const feed: Pick<StreamFeed, 'head' | 'after' | 'reaches'> = {
    get head() {
      return state.head;
    },
    after: async (seq) => {
      await Promise.resolve();
      if (state.away) throw new DomainError('database.unavailable');
      return Array.from({ length: Math.min(3, state.head - seq) }, (_, i) => entry(seq + 1 + i));
    },
    reaches: async (seq) => Promise.resolve(seq <= state.head),
  };
  const reader = {
    viewer,
    isReady: () => state.ready,
    sendSnapshot: ({ head }: { head: number }) => void got.push(`snapshot ${head}`),
    sendEntry: ({ seq, previous }: { seq: number; previous: number }) => void got.push(`${previous}>${seq}`),
  };
  const cursor = new StreamCursor(feed as StreamFeed, reader, async () => {
    state.snapshots += 1;
    const { head } = state;
    await Promise.resolve();
    return aSnapshot({ head });
  });
  return { got, state, cursor };
}

it('goes on from the client’s number; what is not understood leaves no gap', async () => {
  const { got, cursor } = bench();
  await cursor.resume(5);
  await cursor.pump();
  await new Promise(setImmediate);
  expect(got).toEqual(['5>6', '6>7', '7>9', '9>10']);
});

it('sends what came while the snapshot was made after it, once', async () => {
  const { got, state, cursor } = bench();
  const resumed = cursor.resume(null);
  state.head = 13;
  await resumed;
  await new Promise(setImmediate);
  expect(got).toEqual(['snapshot 10', '10>11', '11>13']);
});

it('waits for a client that takes nothing, and goes on where it stood', async () => {
  const { got, state, cursor } = bench();
  state.ready = false;
  await cursor.resume(8);
  await cursor.pump();
  expect(got).toEqual([]);
  state.ready = true;
  await cursor.pump();
  expect(got).toEqual(['8>9', '9>10']);
});

it('waits for a database that is away', async () => {
  const { got, state, cursor } = bench();
  state.away = true;
  await cursor.resume(8);
  await cursor.pump();
  await new Promise(setImmediate);
  expect(got).toEqual([]);
  state.away = false;
  await cursor.pump();
  expect(got).toEqual(['8>9', '9>10']);
});

it('does nothing that an older request began once there is a newer one', async () => {
  const { got, cursor } = bench();
  const older = cursor.resume(null);
  const newer = cursor.resume(9);
  await Promise.all([older, newer]);
  await new Promise(setImmediate);
  expect(got).toEqual(['9>10']);
});

it('gives the state to whoever missed too much', async () => {
  const { got, state, cursor } = bench();
  state.head = 6_000;
  await cursor.resume(10);
  expect(got[0]).toBe('snapshot 6000');
});

it('says nothing before it is asked, and nothing after it was stopped', async () => {
  const { got, cursor } = bench();
  await cursor.restart();
  await cursor.pump();
  expect(got).toEqual([]);
  await cursor.resume(10);
  cursor.stop();
  await cursor.pump();
  expect(got).toEqual([]);
});
