import pg from 'pg';
import { joinDataDirectory } from '../../src/lib/server/storage/data-directory';
import type { SamplePublisher } from './sample-publisher';

/** What a publisher was promised, held against what the database has. */
export interface Ledger {
  published: number;
  acknowledged: number;
  stored: number;
  /** Acknowledged and not stored: must be none. */
  lost: number;
  /** Stored more than once: must be none. */
  doubled: number;
}

/** Balances the books of one publisher, whose sample n has source time `start + n`. */
export async function balance(directory: string, publisher: SamplePublisher, start: number): Promise<Ledger> {
  const stored = await storedTimes(directory, publisher.gateway);
  return {
    published: publisher.published,
    acknowledged: publisher.acknowledged.length,
    stored: stored.size,
    lost: publisher.acknowledged.filter((n) => !stored.has(start + n)).length,
    doubled: [...stored.values()].filter((count) => count > 1).length,
  };
}

/** How often each source time is stored for the drives of a gateway. */
async function storedTimes(directory: string, gateway: string): Promise<Map<number, number>> {
  const { connection } = await joinDataDirectory(directory);
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<{ source_ms: string; n: string }>(
      `select source_ms, count(*) as n from sample join drive on drive.key = sample.key where drive.gateway = $1 group by source_ms`,
      [gateway],
    );
    return new Map(rows.map((row) => [Number(row.source_ms), Number(row.n)]));
  } finally {
    await client.end();
  }
}
