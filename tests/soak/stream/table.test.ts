import { describe, expect, it } from 'vitest';
import { StreamDigest } from './digest';
import type { StreamCounts } from './stream-client';
import { streamFaults } from './table';

const entry = (seq: number) => ({ seq, at: seq * 10, event: { type: 'notice.cleared', key: `k${seq}` } });
const digestOf = (...entries: ReturnType<typeof entry>[]): StreamDigest => {
  const digest = new StreamDigest();
  for (const each of entries) digest.add(each);
  return digest;
};

const seen = digestOf(entry(1), entry(2));
const COUNTS: StreamCounts = {
  name: 'socket 1',
  who: 'operator',
  from: 0,
  last: 2,
  entries: 2,
  digest: seen.value,
  connects: 1,
  losses: 0,
  resumes: 1,
  again: 0,
  gaps: 0,
  restarts: 0,
  watchesFleet: false,
  frames: 0,
};
const against = (table: StreamDigest, counts: Partial<StreamCounts> = {}) =>
  streamFaults({ ...COUNTS, ...counts }, { stored: table.count, storedDigest: table.value }).join();

describe('a client of the durable stream', () => {
  it('has seen the table when number, order and content are the same', () => {
    expect(against(seen)).toBe('');
    const otherOrder = new StreamDigest();
    otherOrder.add(entry(1));
    otherOrder.add({ ...entry(2), event: { key: 'k2', type: 'notice.cleared' } });
    expect(against(otherOrder)).toBe('');
  });

  it.each([
    ['an entry is missing', digestOf(entry(1), entry(2), entry(3)), {}, '2 entries came of 3'],
    ['one came with another content', digestOf(entry(1), { ...entry(2), at: 21 }), {}, 'another content'],
    ['the order was another', digestOf(entry(2), entry(1)), {}, 'another content or order'],
    ['one came again', seen, { again: 1 }, 'came again'],
    ['one was left out on the way', seen, { gaps: 1 }, 'did not follow'],
    ['it had to start anew', seen, { restarts: 1 }, 'instead of what was missed'],
    ['it never began', seen, { from: undefined }, 'never got a snapshot'],
  ] as const)('has not when %s', (_, table, counts, words) => {
    expect(against(table, counts)).toContain(words);
  });
});
