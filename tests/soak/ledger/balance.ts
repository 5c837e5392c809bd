import type { GatewayBooks } from '../gateways/books';
import { KINDS, type Kind } from '../gateways/course';

/** What the database has of one gateway. */
export interface StoredGateway {
  /** Rows of its drives in the table of samples. */
  rows: number;
  /** Rows beyond the first of one drive and source time. */
  doubled: number;
  /** Rows whose source time is none that was published. */
  unpublished: number;
  /** Rows that hold other values than were published for that time. */
  otherValue: number;
  /** Published and not stored, whether acknowledged or not. */
  missing: number;
  /** Acknowledged and not stored. */
  lost: number;
  /** Numbers of its unreadable messages found in quarantine; each content is there once. */
  quarantined: readonly number[];
  /** Rows in quarantine from this gateway that are none of those messages. */
  otherQuarantined: number;
}

/** One row of the ledger. Counts of messages; of rows where they are stored. */
export interface LedgerRow {
  gateway: string;
  published: Record<Kind, number>;
  acknowledged: Record<Kind, number>;
  refused: Record<Kind, number>;
  waiting: number;
  rows: number;
  doubled: number;
  unpublished: number;
  otherValue: number;
  missing: number;
  lost: number;
  quarantined: number;
  quarantineLost: number;
  quarantineUnpublished: number;
}

/** Puts side by side what a gateway was told and what is kept. */
export function ledgerRow({ gateway, accounts }: GatewayBooks, stored: StoredGateway): LedgerRow {
  const each = (count: (kind: Kind) => number) =>
    Object.fromEntries(KINDS.map((kind) => [kind, count(kind)])) as Record<Kind, number>;
  const size = (ranges: readonly (readonly [number, number])[]) =>
    ranges.reduce((sum, [from, to]) => sum + to - from, 0);
  const published = each((kind) => accounts[kind].published);
  const acknowledged = each((kind) => size(accounts[kind].acknowledged));
  const refused = each((kind) => size(accounts[kind].refused));
  const found = new Set(stored.quarantined);
  let quarantineLost = 0;
  for (const [from, to] of accounts.unreadable.acknowledged) {
    for (let n = from; n < to; n += 1) if (!found.has(n)) quarantineLost += 1;
  }
  const sum = (of: Record<Kind, number>) => KINDS.reduce((total, kind) => total + of[kind], 0);
  return {
    gateway,
    published,
    acknowledged,
    refused,
    waiting: sum(published) - sum(acknowledged) - sum(refused),
    rows: stored.rows,
    doubled: stored.doubled,
    unpublished: stored.unpublished,
    otherValue: stored.otherValue,
    missing: stored.missing,
    lost: stored.lost,
    quarantined: found.size,
    quarantineLost,
    quarantineUnpublished:
      stored.otherQuarantined +
      stored.quarantined.filter((n) => !(n >= 0 && n < accounts.unreadable.published)).length,
  };
}

/** Everything in a row that does not balance, in words; none is how it must be. */
export function imbalances(row: LedgerRow): string[] {
  const { published, acknowledged, refused } = row;
  const stored = row.rows - row.doubled - row.unpublished;
  const faults: [boolean, string][] = [
    [row.waiting !== 0, `${row.waiting} published messages were neither acknowledged nor refused`],
    [refused.sample > 0, `${refused.sample} samples were refused`],
    [refused.unreadable > 0, `${refused.unreadable} unreadable messages were refused instead of quarantined`],
    [acknowledged.foreign > 0, `${acknowledged.foreign} messages on a foreign topic were acknowledged`],
    [row.lost > 0, `${row.lost} samples were acknowledged and are not stored`],
    [row.missing > row.lost, `${row.missing - row.lost} samples were published and are not stored`],
    [row.doubled > 0, `${row.doubled} samples are stored more than once`],
    [row.unpublished > 0, `${row.unpublished} rows are stored that were not published`],
    [row.otherValue > 0, `${row.otherValue} rows hold other values than were published`],
    [
      stored !== published.sample - row.missing,
      `${stored} samples are stored of ${published.sample} published, ${row.missing} of them missing`,
    ],
    [
      acknowledged.sample !== stored && row.waiting === 0,
      `${acknowledged.sample} samples were acknowledged and ${stored} are stored`,
    ],
    [row.quarantineLost > 0, `${row.quarantineLost} unreadable messages are not in quarantine`],
    [
      row.quarantineUnpublished > 0,
      `${row.quarantineUnpublished} rows are in quarantine that were not published`,
    ],
  ];
  return faults.filter(([isFault]) => isFault).map(([, words]) => `${row.gateway}: ${words}`);
}

/** All rows added up. */
export function total(rows: readonly LedgerRow[]): LedgerRow {
  const add = (of: (row: LedgerRow) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const each = (of: (row: LedgerRow) => Record<Kind, number>) =>
    Object.fromEntries(KINDS.map((kind) => [kind, add((row) => of(row)[kind])])) as Record<Kind, number>;
  return {
    gateway: 'all',
    published: each((row) => row.published),
    acknowledged: each((row) => row.acknowledged),
    refused: each((row) => row.refused),
    waiting: add((row) => row.waiting),
    rows: add((row) => row.rows),
    doubled: add((row) => row.doubled),
    unpublished: add((row) => row.unpublished),
    otherValue: add((row) => row.otherValue),
    missing: add((row) => row.missing),
    lost: add((row) => row.lost),
    quarantined: add((row) => row.quarantined),
    quarantineLost: add((row) => row.quarantineLost),
    quarantineUnpublished: add((row) => row.quarantineUnpublished),
  };
}
