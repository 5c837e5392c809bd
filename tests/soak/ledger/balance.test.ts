import { describe, expect, it } from 'vitest';
import type { GatewayBooks } from '../gateways/books';
import { imbalances, ledgerRow, type StoredGateway } from './balance';

const BOOKS: GatewayBooks = {
  gateway: 'gw-1',
  accounts: {
    sample: { published: 1_000, acknowledged: [[0, 1_000]], refused: [] },
    unreadable: { published: 3, acknowledged: [[0, 3]], refused: [] },
    foreign: { published: 2, acknowledged: [], refused: [[0, 2]] },
  },
};
const STORED: StoredGateway = {
  rows: 1_000,
  doubled: 0,
  unpublished: 0,
  otherValue: 0,
  missing: 0,
  lost: 0,
  quarantined: [0, 1, 2],
  otherQuarantined: 0,
};

const faults = (stored: Partial<StoredGateway>, accounts: Partial<GatewayBooks['accounts']> = {}) =>
  imbalances(ledgerRow({ ...BOOKS, accounts: { ...BOOKS.accounts, ...accounts } }, { ...STORED, ...stored }));

describe('the books of a gateway', () => {
  it('balance when everything acknowledged is stored once and nothing else', () => {
    expect(faults({})).toEqual([]);
  });

  it.each([
    ['a lost row', { rows: 999, missing: 1, lost: 1 }, 'were acknowledged and are not stored'],
    ['a row stored twice', { rows: 1_001, doubled: 1 }, 'stored more than once'],
    ['a row that nobody published', { rows: 1_001, unpublished: 1 }, 'that were not published'],
    ['a row lost and another made up', { missing: 1, lost: 1, unpublished: 1 }, 'not published'],
    ['a row lost and another doubled', { missing: 1, lost: 1, doubled: 1 }, 'not stored'],
    ['a row with another value', { otherValue: 1 }, 'other values'],
    ['a count that does not add up', { rows: 1_002 }, '1002 samples are stored of 1000 published'],
    ['an unreadable message that is nowhere', { quarantined: [0, 2] }, '1 unreadable messages are not in'],
    ['quarantine that nobody sent', { quarantined: [0, 1, 2, 3] }, 'in quarantine that were not published'],
    ['quarantine of something else', { otherQuarantined: 1 }, 'in quarantine that were not published'],
  ] as const)('do not with %s', (_, stored, words) => {
    expect(faults(stored).join()).toContain(words);
  });

  it.each([
    [
      'a sample that was refused',
      { sample: { published: 1_000, acknowledged: [[0, 999]], refused: [[999, 1_000]] } },
      'samples were refused',
    ],
    [
      'a message without an answer',
      { sample: { published: 1_001, acknowledged: [[0, 1_000]], refused: [] } },
      'neither acknowledged nor refused',
    ],
    [
      'a foreign message that was acknowledged',
      { foreign: { published: 2, acknowledged: [[0, 1]], refused: [[1, 2]] } },
      'on a foreign topic were acknowledged',
    ],
    [
      'an unreadable one that was refused',
      { unreadable: { published: 3, acknowledged: [[0, 2]], refused: [[2, 3]] } },
      'refused instead of quarantined',
    ],
  ] as const)('do not with %s', (_, accounts, words) => {
    expect(faults({}, accounts).join()).toContain(words);
  });
});
