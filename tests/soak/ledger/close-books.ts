import pg from 'pg';
import { joinDataDirectory } from '../../../src/lib/server/storage/data-directory';
import { until } from '../../support/until';
import type { Soak } from '../soak';
import { compareStream, newestFor, type Scope, type StreamRow } from '../stream/table';
import { imbalances, ledgerRow, total, type LedgerRow } from './balance';
import { Questions, type Question } from './questions';
import { countStrangers, readStored } from './stored';

/** Both ledgers of a run, and everything in them that does not balance. */
export interface ClosedBooks {
  rows: readonly LedgerRow[];
  total: LedgerRow;
  /** Rows of drives that are not in the plant. */
  strangers: number;
  stream: readonly StreamRow[];
  /** Everything that was asked of the database for that. */
  asked: readonly Question[];
  faults: readonly string[];
}

const CAUGHT_UP_WITHIN_MS = 60_000;

/** Holds what the gateways and sockets were told against the tables of the running database. */
export async function closeBooks(soak: Soak): Promise<ClosedBooks> {
  const books = await soak.fleet.books();
  const { connection } = await joinDataDirectory(soak.plant.dataDirectory);
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const questions = new Questions(client);
    const stored = await readStored(questions, soak.courses, books);
    const rows = books.flatMap((gateway, i) => {
      const kept = stored[i];
      return kept === undefined ? [] : [ledgerRow(gateway, kept)];
    });
    const strangers = await countStrangers(questions, soak.courses);
    const stream = await streamRows(soak, questions);
    const faults = [
      ...rows.flatMap(imbalances),
      ...(strangers > 0 ? [`${strangers} rows are stored of drives that are not in the plant`] : []),
      ...stream.flatMap((row) => row.faults),
    ];
    return { rows, total: total(rows), strangers, stream, asked: questions.asked, faults };
  } finally {
    await client.end();
  }
}

async function streamRows(soak: Soak, questions: Questions): Promise<StreamRow[]> {
  const rows: StreamRow[] = [];
  for (const stream of soak.clients) {
    const scope = scopeOf(stream.counts.who, soak);
    const newest = await newestFor(questions, scope);
    const caughtUp = await until(() => stream.last >= newest, CAUGHT_UP_WITHIN_MS).catch(() => false);
    const row = await compareStream(questions, stream.counts, scope);
    if (!caughtUp) row.faults.push(`${row.name} (${row.who}): stands at ${row.last}, the table at ${newest}`);
    rows.push(row);
  }
  return rows;
}

function scopeOf(person: string, soak: Soak): Scope {
  if (person === 'administrator') return 'all';
  return person === 'zoner' ? soak.plant.zone : 'everybody';
}
