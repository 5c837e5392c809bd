import type { Questions } from '../ledger/questions';
import { StreamDigest, type Entry } from './digest';
import type { StreamCounts } from './stream-client';

/** What a person may read of the stream: everything, what everybody may, or that of one zone. */
export type Scope = 'all' | 'everybody' | { zone: string; site: string };

/** A client held against the table of the stream. */
export interface StreamRow extends StreamCounts {
  /** Entries in the table between the client's first snapshot and its last entry that it may read. */
  stored: number;
  storedDigest: string;
  faults: string[];
}

const PAGE = 5_000;
const VISIBLE = `seq > $1 and ($2::bigint is null or seq <= $2) and ($3 or audience = 'everybody')
  and ($4::text is null or zone = $4 or (zone is null and (site is null or site = $5)))`;

/** SQL that gives the entries of the stream for somebody, in order. */
const STREAM_SQL = `
  select seq, (extract(epoch from at) * 1000)::bigint as at, body from stream_entry
  where ${VISIBLE} order by seq limit ${PAGE}`;

const parameters = (after: number, upTo: number | null, scope: Scope): unknown[] => [
  after,
  upTo,
  scope === 'all',
  typeof scope === 'object' ? scope.zone : null,
  typeof scope === 'object' ? scope.site : null,
];

const wordsOf = (scope: Scope): string => (typeof scope === 'object' ? `zone ${scope.zone}` : scope);

/** Number of the newest entry that somebody may read; 0 when there is none. */
export async function newestFor(questions: Questions, scope: Scope): Promise<number> {
  const rows = await questions.ask<{ seq: string | null }>(
    `newest entry for ${wordsOf(scope)}`,
    `select max(seq) as seq from stream_entry where ${VISIBLE}`,
    parameters(0, null, scope),
  );
  return Number(rows[0]?.seq ?? 0);
}

/**
 * Reads the table as the client should have read the stream up to where it stands, and compares. Whether it
 * stands at the end is for `newestFor` to say.
 */
export async function compareStream(
  questions: Questions,
  counts: StreamCounts,
  scope: Scope,
): Promise<StreamRow> {
  const digest = new StreamDigest();
  let after = counts.from ?? 0;
  for (;;) {
    const rows = await questions.ask<{ seq: string; at: string; body: unknown }>(
      `entries for ${counts.name} (${counts.who})`,
      STREAM_SQL,
      parameters(after, counts.last, scope),
    );
    for (const row of rows) digest.add(entryOf(row));
    after = Number(rows.at(-1)?.seq ?? after);
    if (rows.length < PAGE) break;
  }
  const stored = { stored: digest.count, storedDigest: digest.value };
  return { ...counts, ...stored, faults: streamFaults(counts, stored) };
}

const entryOf = (row: { seq: string; at: string; body: unknown }): Entry => ({
  seq: Number(row.seq),
  at: Number(row.at),
  event: row.body,
});

/** Everything wrong with what a client saw, in words. */
export function streamFaults(
  counts: StreamCounts,
  table: { stored: number; storedDigest: string },
): string[] {
  const faults: [boolean, string][] = [
    [counts.from === undefined, 'never got a snapshot'],
    [counts.again > 0, `${counts.again} entries came again or out of order`],
    [counts.gaps > 0, `${counts.gaps} entries did not follow the one before`],
    [counts.restarts > 0, `${counts.restarts} snapshots came instead of what was missed`],
    [counts.entries !== table.stored, `${counts.entries} entries came of ${table.stored} in the table`],
    [
      counts.entries === table.stored && counts.digest !== table.storedDigest,
      'entries came with another content or order than the table has',
    ],
  ];
  return faults.filter(([isFault]) => isFault).map(([, words]) => `${counts.name} (${counts.who}): ${words}`);
}
